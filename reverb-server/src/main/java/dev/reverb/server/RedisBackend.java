package dev.reverb.server;

import dev.reverb.scaling.redis.RedisScaling;
import dev.reverb.server.config.ConfigurationException;
import dev.reverb.server.config.RedisSettings;
import dev.reverb.server.config.ScalingSettings;
import dev.reverb.spi.scaling.ScalingBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** The back-end that the settings describe. A class of its own: a server that runs alone loads nothing of Redis's client. */
final class RedisBackend {

    private RedisBackend() {}

    /**
     * Makes it; connects to nothing yet.
     *
     * @param settings what is known of Redis
     * @param directory what relative paths are relative to
     * @throws ConfigurationException where a URL is none, or a file cannot be read
     */
    static ScalingBackend of(RedisSettings settings, Path directory) throws ConfigurationException {
        Optional<Path> trustedCertificates = settings.trustedCertificates(directory);
        try {
            RedisScaling.Builder builder = builder(settings);
            settings.password()
                    .ifPresent(
                            password -> builder.credentials(settings.username().orElse(null), password));
            settings.sentinelPassword().ifPresent(builder::sentinelPassword);
            settings.database().ifPresent(builder::database);
            trustedCertificates.ifPresent(builder::trustedCertificates);
            return builder.build();
        } catch (IllegalArgumentException malformed) {
            throw new ConfigurationException(settings.origin() + ": " + malformed.getMessage());
        }
    }

    private static RedisScaling.Builder builder(RedisSettings settings) {
        RedisScaling.Builder builder = settings.isCluster()
                ? RedisScaling.clusterBuilder(settings.urls())
                : RedisScaling.builder(settings.urls().get(0));
        return builder.prefix(settings.get(ScalingSettings.CHANNEL))
                .timeout(settings.get(ScalingSettings.TIMEOUT))
                .lease(settings.get(ScalingSettings.LEASE))
                .linger(settings.get(ScalingSettings.LINGER))
                .tick(settings.get(ScalingSettings.TICK))
                .maxBufferedMessages(settings.get(ScalingSettings.MAX_BUFFERED_MESSAGES))
                .maxBufferedBytes(settings.get(ScalingSettings.MAX_BUFFERED_BYTES))
                .maxBufferedAge(settings.get(ScalingSettings.MAX_BUFFERED_AGE));
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
