package dev.reverb.scaling.redis.internal.connection;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is, and how to be let in.
 *
 * @param urls one; of a Redis Cluster some
 * @param isCluster whether it is a Redis Cluster
 * @param username in place of the URL's; null for the default user, or the URL's where there is no password here
 * @param password in place of the URL's
 * @param sentinelPassword of the Sentinels
 * @param database in place of the URL's
 * @param trustedCertificates a PEM file; null for the JVM's
 * @param timeout for connecting
 */
public record ConnectionSettings(
        List<String> urls,
        boolean isCluster,
        @Nullable String username,
        @Nullable String password,
        @Nullable String sentinelPassword,
        @Nullable Integer database,
        @Nullable Path trustedCertificates,
        Duration timeout) {

    /** Host and port, nothing secret. */
    @Override
    public String toString() {
        return Addresses.of(RedisUris.of(this));
    }
}
