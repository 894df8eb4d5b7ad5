package dev.reverb.server;

import dev.reverb.scaling.redis.RedisScaling;
import dev.reverb.server.config.ConfigurationException;
import dev.reverb.server.config.RedisSettings;
import dev.reverb.spi.scaling.ScalingBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;

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

    /**
     * What a failed start is to be told as: where it failed for Redis, where that is and its innermost reason, such as a wrong password.
     *
     * @param failed why the server did not start
     * @param settings where Redis is
     * @return the failure to tell
     */
    static UncheckedIOException explained(UncheckedIOException failed, RedisSettings settings) {
        IOException problem = failed.getCause();
        if (problem == null || !(problem.getCause() instanceof ExecutionException)) {
            return failed;
        }
        Throwable innermost = problem;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String reason = "Redis at " + settings.address() + " cannot be used: " + innermost.getMessage();
        return new UncheckedIOException(new IOException(reason, problem));
    }
}
