package dev.reverb.spring.boot;

import dev.reverb.scaling.redis.RedisScaling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.util.StringUtils;

/** Makes the Redis back-end of its properties; its builder judges their values. */
final class ScalingMapper {

    private static final Judge JUDGE = new Judge("reverb.scaling.");

    private final ScalingProperties properties;

    ScalingMapper(ScalingProperties properties) {
        this.properties = properties;
    }

    /**
     * Makes the back-end; connects to nothing yet.
     *
     * @throws InvalidSettingException where a value is refused; it shows no address and no password
     */
    RedisScaling map() {
        RedisScaling.Builder builder = builder();
        logIn(builder);
        JUDGE.judged("channel", () -> builder.prefix(properties.channel()));
        JUDGE.judged("timeout", () -> builder.timeout(properties.timeout()));
        JUDGE.judged("lease", () -> builder.lease(properties.lease()));
        JUDGE.judged("linger", () -> builder.linger(properties.linger()));
        JUDGE.judged("tick-ms", () -> builder.tick(Duration.ofMillis(properties.tickMs())));
        JUDGE.judged("max-buffered-messages", () -> builder.maxBufferedMessages(properties.maxBufferedMessages()));
        JUDGE.judged(
                "max-buffered-bytes",
                () -> builder.maxBufferedBytes(properties.maxBufferedBytes().toBytes()));
        JUDGE.judged("max-buffered-age", () -> builder.maxBufferedAge(properties.maxBufferedAge()));
        return JUDGE.judged(properties.clusterNodes().isEmpty() ? "url" : "cluster-nodes", builder::build);
    }

    private RedisScaling.Builder builder() {
        List<String> nodes = properties.clusterNodes();
        return nodes.isEmpty()
                ? RedisScaling.builder(properties.url())
                : RedisScaling.clusterBuilder(
                        nodes.stream().map(ScalingMapper::url).toList());
    }

    /** A host with its port is enough of a Cluster's server. */
    private static String url(String node) {
        return node.contains("://") ? node : "redis://" + node;
    }

    private void logIn(RedisScaling.Builder builder) {
        String password = properties.password();
        if (StringUtils.hasLength(password)) {
            builder.credentials(properties.username(), password);
        } else if (StringUtils.hasLength(properties.username())) {
            throw JUDGE.invalid("username", "it needs a password too");
        }
        if (properties.sentinelPassword() != null) {
            builder.sentinelPassword(properties.sentinelPassword());
        }
        Integer database = properties.database();
        if (database != null) {
            JUDGE.judged("database", () -> builder.database(database));
        }
        Path trusted = properties.tlsCafile();
        if (trusted != null && !Files.isReadable(trusted)) {
            throw JUDGE.invalid("tls-cafile", trusted + " cannot be read");
        }
        if (trusted != null) {
            builder.trustedCertificates(trusted);
        }
    }
}
