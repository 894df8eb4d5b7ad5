package dev.reverb.server;

import dev.reverb.scaling.redis.RedisScaling;
import dev.reverb.server.config.ConfigurationException;
import dev.reverb.server.config.RedisSettings;
import dev.reverb.spi.scaling.ScalingBackend;

/** The back-end that the settings describe. A class of its own: a server that runs alone loads nothing of Redis's client. */
final class RedisBackend {

    private RedisBackend() {}

    /**
     * Makes it; connects to nothing yet.
     *
     * @throws ConfigurationException where the URL is none
     */
    static ScalingBackend of(RedisSettings settings) throws ConfigurationException {
        try {
            RedisScaling.Builder builder = RedisScaling.builder(settings.url())
                    .prefix(settings.prefix())
                    .timeout(settings.timeout());
            settings.password()
                    .ifPresent(
                            password -> builder.credentials(settings.username().orElse(null), password));
            settings.database().ifPresent(builder::database);
            return builder.build();
        } catch (IllegalArgumentException malformed) {
            throw new ConfigurationException(settings.origin() + ": " + malformed.getMessage());
        }
    }
}
