package dev.reverb.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.ReverbServer;
import dev.reverb.scaling.redis.RedisScaling;
import dev.reverb.spi.scaling.ScalingBackend;
import dev.reverb.tck.FakeClock;
import dev.reverb.tck.InMemoryCluster;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.mock.env.MockEnvironment;

/** One of several servers: what joins them, and what shows when that is away. */
class ReverbScalingAutoConfigurationTest {

    private static final AutoConfigurations ALL = AutoConfigurations.of(
            ReverbAutoConfiguration.class,
            ReverbHealthAutoConfiguration.class,
            ReverbMetricsAutoConfiguration.class,
            ReverbScalingAutoConfiguration.class,
            ReverbServletAutoConfiguration.class);

    private static final String[] CREDENTIALS = {"reverb.app.id=shop", "reverb.app.key=k", "reverb.app.secret=s"};

    private final WebApplicationContextRunner web =
            new WebApplicationContextRunner().withConfiguration(ALL).withPropertyValues(CREDENTIALS);

    /** Without a way to reach it there is no server, so nobody connects to Redis. */
    private final ApplicationContextRunner unreached =
            new ApplicationContextRunner().withConfiguration(ALL).withPropertyValues(CREDENTIALS);

    private static RedisScaling map(String... properties) {
        MockEnvironment environment = new MockEnvironment();
        for (String property : properties) {
            String[] pair = property.split("=", 2);
            environment.setProperty("reverb.scaling." + pair[0], pair[1]);
        }
        return new ScalingMapper(Binder.get(environment).bindOrCreate("reverb.scaling", ScalingProperties.class)).map();
    }

    @Test
    void aServerIsAloneUnlessItIsAskedToScale() {
        unreached.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ScalingBackend.class));
        unreached
                .withPropertyValues("reverb.scaling.enabled=true", "reverb.scaling.url=redis://:s3cr3t@redis.example:1")
                .run(context -> assertThat(context.getBean(ScalingBackend.class))
                        .isInstanceOf(RedisScaling.class)
                        .hasToString("RedisScaling[redis.example:1]"));
        unreached
                .withPropertyValues("reverb.scaling.enabled=true", "reverb.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(ScalingBackend.class));
    }

    @Test
    void theDefaultsAreTheBackEndsOwn() {
        assertThat(map()).usingRecursiveComparison().isEqualTo(RedisScaling.at("redis://127.0.0.1:6379"));
    }

    @Test
    void everyPropertyArrives(@TempDir Path folder) throws IOException {
        Path trusted = Files.createFile(folder.resolve("ca.pem"));

        assertThat(map(
                        "channel=shop",
                        "url=rediss-sentinel://one:26379,two:26379#main",
                        "username=reverb-user",
                        "password=s3cr3t",
                        "sentinel-password=s3ntinel",
                        "database=1",
                        "tls-cafile=" + trusted,
                        "timeout=2",
                        "lease=3",
                        "linger=4",
                        "tick-ms=6",
                        "max-buffered-messages=7",
                        "max-buffered-bytes=8KB",
                        "max-buffered-age=9"))
                .usingRecursiveComparison()
                .isEqualTo(RedisScaling.builder("rediss-sentinel://one:26379,two:26379#main")
                        .prefix("shop")
                        .credentials("reverb-user", "s3cr3t")
                        .sentinelPassword("s3ntinel")
                        .database(1)
                        .trustedCertificates(trusted)
                        .timeout(Duration.ofSeconds(2))
                        .lease(Duration.ofSeconds(3))
                        .linger(Duration.ofSeconds(4))
                        .tick(Duration.ofMillis(6))
                        .maxBufferedMessages(7)
                        .maxBufferedBytes(8 << 10)
                        .maxBufferedAge(Duration.ofSeconds(9))
                        .build());
        assertThat(map("cluster-nodes=one:7000,rediss://two:7000"))
                .usingRecursiveComparison()
                .isEqualTo(RedisScaling.clusterBuilder(List.of("redis://one:7000", "rediss://two:7000"))
                        .build());
    }

    @Test
    void noSecretIsShown() {
        MockEnvironment environment = new MockEnvironment()
                .withProperty("reverb.scaling.url", "redis://:s3cr3t@h")
                .withProperty("reverb.scaling.password", "s3cr3t")
                .withProperty("reverb.scaling.sentinel-password", "s3cr3t");

        assertThat(Binder.get(environment)
                        .bindOrCreate("reverb.scaling", ScalingProperties.class)
                        .toString())
                .doesNotContain("s3cr3t");
    }

    @Test
    void theStartFailsWhereRedisCannotBeReached() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        web.withPropertyValues("reverb.scaling.enabled=true", "reverb.scaling.url=redis://:s3cr3t@127.0.0.1:" + port)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("The scaling back-end cannot be used")
                        .hasStackTraceContaining("127.0.0.1:" + port)
                        .extracting(Throwable::getMessage)
                        .asString()
                        .doesNotContain("s3cr3t"));
    }

    @Test
    void aBackEndOfTheApplicationsOwnReplacesRedis() {
        web.withPropertyValues("reverb.scaling.enabled=true")
                .withBean(InMemoryCluster.class, () -> new InMemoryCluster(new FakeClock()))
                .run(context -> {
                    assertThat(context).hasSingleBean(ScalingBackend.class).hasSingleBean(ReverbServer.class);
                    assertThat(context.getBean(InMemoryCluster.class).buses()).hasSize(1);
                });
    }

    @Test
    void whileTheBackEndIsAwayHealthIsDegradedAndTheApplicationGoesOn() {
        web.withBean(InMemoryCluster.class, () -> new InMemoryCluster(new FakeClock()))
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> {
                    HealthIndicator health = context.getBean("reverbHealthIndicator", HealthIndicator.class);
                    InMemoryCluster cluster = context.getBean(InMemoryCluster.class);
                    MeterRegistry meters = context.getBean(MeterRegistry.class);
                    assertThat(health.health().getStatus()).isEqualTo(Status.UP);

                    cluster.takeAway();

                    assertThat(health.health().getStatus().getCode()).isEqualTo("DEGRADED");
                    assertThat(health.health().getDetails()).containsOnlyKeys("degradedSince");
                    assertThat(meters.get("reverb.scaling.available").gauge().value())
                            .isZero();

                    cluster.bringBack();

                    assertThat(health.health().getStatus()).isEqualTo(Status.UP);
                    assertThat(health.health().getDetails()).hasToString("{connections={shop=0}}");
                    assertThat(meters.get("reverb.scaling.available").gauge().value())
                            .isOne();
                });
    }
}
