package dev.reverb.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.scaling.redis.RedisScaling;
import dev.reverb.server.config.Configuration;
import dev.reverb.server.config.ConfigurationException;
import dev.reverb.server.config.EnvironmentVariables;
import dev.reverb.spi.scaling.ScalingBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All that the Redis back-end takes can be set by variables. */
class RedisBackendTest {

    @TempDir
    Path directory;

    private ScalingBackend of(Map<String, String> variables) throws ConfigurationException {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("REVERB_SCALING_ENABLED", "true");
        Configuration configuration = Configuration.load(
                EnvironmentVariables.read(environment, directory.resolve(".env")), Optional.empty(), Map.of());
        assertThat(configuration.warnings()).isEmpty();
        return RedisBackend.of(configuration.scaling().orElseThrow(), directory);
    }

    @Test
    void hasTheDefaultsOfTheBackEndAndThoseOfLaravel() throws Exception {
        assertThat(of(Map.of()))
                .usingRecursiveComparison()
                .isEqualTo(RedisScaling.builder("redis://127.0.0.1:6379")
                        .database(0)
                        .build());
    }

    @Test
    void everySettingOfOneBehindSentinelsArrives() throws Exception {
        Path trusted = Files.createFile(directory.resolve("ca.pem"));
        Map<String, String> variables = new HashMap<>();
        variables.put("REVERB_SCALING_CHANNEL", "shop");
        variables.put("REVERB_SCALING_SENTINELS", "one,two:5000");
        variables.put("REVERB_SCALING_SENTINEL_MASTER", "main");
        variables.put("REVERB_SCALING_SENTINEL_PASSWORD", "s3ntinel");
        variables.put("REDIS_SCHEME", "tls");
        variables.put("REVERB_SCALING_TLS_CAFILE", "ca.pem");
        variables.put("REDIS_USERNAME", "reverb-user");
        variables.put("REDIS_PASSWORD", "s3cr3t");
        variables.put("REDIS_DB", "1");
        variables.put("REDIS_TIMEOUT", "2");
        variables.put("REVERB_SCALING_LEASE", "3");
        variables.put("REVERB_SCALING_LINGER", "4");
        variables.put("REVERB_SCALING_TICK_MS", "6");
        variables.put("REVERB_SCALING_MAX_BUFFERED_MESSAGES", "7");
        variables.put("REVERB_SCALING_MAX_BUFFERED_BYTES", "8");
        variables.put("REVERB_SCALING_MAX_BUFFERED_AGE", "9");

        assertThat(of(variables))
                .usingRecursiveComparison()
                .isEqualTo(RedisScaling.builder("rediss-sentinel://one:26379,two:5000#main")
                        .prefix("shop")
                        .sentinelPassword("s3ntinel")
                        .trustedCertificates(trusted)
                        .credentials("reverb-user", "s3cr3t")
                        .database(1)
                        .timeout(Duration.ofSeconds(2))
                        .lease(Duration.ofSeconds(3))
                        .linger(Duration.ofSeconds(4))
                        .tick(Duration.ofMillis(6))
                        .maxBufferedMessages(7)
                        .maxBufferedBytes(8)
                        .maxBufferedAge(Duration.ofSeconds(9))
                        .build());
    }

    @Test
    void aClusterIsReachedByItsServers() throws Exception {
        assertThat(of(Map.of("REVERB_SCALING_CLUSTER_NODES", "one:7000,two:7001", "REDIS_PASSWORD", "s3cr3t")))
                .usingRecursiveComparison()
                .isEqualTo(RedisScaling.clusterBuilder(List.of("redis://one:7000", "redis://two:7001"))
                        .credentials(null, "s3cr3t")
                        .build());
    }

    @Test
    void aUrlThatIsNoneIsNotRepeated() {
        assertThatThrownBy(() -> of(Map.of("REDIS_URL", "http://:s3cr3t@h")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("REDIS_URL: A URL of Redis begins with ")
                .message()
                .doesNotContain("s3cr3t");
    }
}
