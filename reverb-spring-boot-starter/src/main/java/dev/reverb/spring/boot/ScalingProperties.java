package dev.reverb.spring.boot;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * The properties below {@code reverb.scaling}, where it is enabled.
 *
 * @param enabled Whether this server is one of several that share a Redis. Needs the dependency reverb-scaling-redis.
 * @param channel What all keys and topics in Redis begin with.
 * @param url Where Redis is: redis://, rediss:// or redis-sentinel://.
 * @param clusterNodes Some servers of a Redis Cluster, in place of the URL.
 * @param username The ACL user, in place of what the URL says.
 * @param password The password, in place of what the URL says.
 * @param sentinelPassword The Sentinels' own password.
 * @param database Which database, in place of what the URL says.
 * @param tlsCafile PEM file with the certificates that may have signed Redis's. The JVM's by default.
 * @param timeout How long connecting may take, and how long Redis may leave a command unanswered before it is taken to be away.
 * @param lease How long a server that says nothing is still taken to be alive.
 * @param linger How long a channel stays subscribed to in Redis when its last subscriber here has gone.
 * @param tickMs Milliseconds that subscriptions and counts wait for others to go out along with them.
 * @param maxBufferedMessages Published messages that Redis has not answered for. Past that a publish is refused.
 * @param maxBufferedBytes Bytes of published messages that Redis has not answered for. Past that a publish is refused.
 * @param maxBufferedAge How long a published message waits for Redis to come back.
 */
@ConfigurationProperties("reverb.scaling")
record ScalingProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("reverb") String channel,
        @DefaultValue("redis://127.0.0.1:6379") String url,
        @DefaultValue List<String> clusterNodes,
        @Nullable String username,
        @Nullable String password,
        @Nullable String sentinelPassword,
        @Nullable Integer database,
        @Nullable Path tlsCafile,

        @DefaultValue("3s") @DurationUnit(ChronoUnit.SECONDS)
        Duration timeout,

        @DefaultValue("10s") @DurationUnit(ChronoUnit.SECONDS)
        Duration lease,

        @DefaultValue("30s") @DurationUnit(ChronoUnit.SECONDS)
        Duration linger,

        @DefaultValue("5") int tickMs,
        @DefaultValue("10000") int maxBufferedMessages,
        @DefaultValue("16MB") DataSize maxBufferedBytes,

        @DefaultValue("60s") @DurationUnit(ChronoUnit.SECONDS)
        Duration maxBufferedAge) {

    /** Nothing secret: an address may have a password. */
    @Override
    public String toString() {
        return "ScalingProperties[channel=" + channel + "]";
    }
}
