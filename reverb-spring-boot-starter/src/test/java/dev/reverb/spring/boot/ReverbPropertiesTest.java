package dev.reverb.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.application.ClientEventPolicy;
import dev.reverb.application.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.unit.DataSize;

class ReverbPropertiesTest {

    private static final Map<String, Object> CREDENTIALS =
            Map.of("REVERB_APP_ID", "shop", "REVERB_APP_KEY", "shop-key", "REVERB_APP_SECRET", "shop-secret");

    private static ReverbProperties bind(Map<String, Object> environment, String... properties) {
        StandardEnvironment sources = new StandardEnvironment();
        sources.getPropertySources()
                .forEach(source -> sources.getPropertySources().remove(source.getName()));
        sources.setConversionService(new ApplicationConversionService());
        sources.getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, environment));
        TestPropertyValues.of(properties).applyTo(sources);
        ConfigurationPropertySources.attach(sources);
        return Binder.get(sources).bindOrCreate("reverb", ReverbProperties.class);
    }

    private static Application application(ReverbProperties properties) {
        return ConfiguredApplications.of(List.of(), properties).all().get(0);
    }

    @Test
    void theDefaultsAreTheCoresOwn() {
        assertThat(application(bind(CREDENTIALS)))
                .usingRecursiveComparison()
                .isEqualTo(Application.of("shop", "shop-key", "shop-secret"));

        ReverbProperties properties = bind(Map.of());
        assertThat(properties.enabled()).isTrue();
        assertThat(properties.claimUp()).isFalse();
        assertThat(properties.path()).isEmpty();
        assertThat(properties.maxRequestSize().toBytes()).isEqualTo(ReverbServer.Builder.DEFAULT_MAX_REQUEST_SIZE);
        assertThat(properties.requestTimeout()).isEqualTo(ReverbServer.Builder.DEFAULT_REQUEST_TIMEOUT);
        assertThat(properties.drainDelay()).isEqualTo(ReverbServer.Builder.DEFAULT_DRAIN_DELAY);
        assertThat(properties.drainTimeout()).isEqualTo(ReverbServer.Builder.DEFAULT_DRAIN_TIMEOUT);
        assertThat(properties.maxPendingEvents()).isEqualTo(ReverbServer.Builder.DEFAULT_MAX_PENDING_EVENTS);
        assertThat(properties.maxOutboundTotal()).isNull();
    }

    @Test
    void everyPropertyOfAnApplicationArrives() {
        Application application = application(bind(
                Map.of(),
                "reverb.apps[0].id=shop",
                "reverb.apps[0].key=shop-key",
                "reverb.apps[0].secret=shop-secret",
                "reverb.apps[0].enabled=false",
                "reverb.apps[0].allowed-origins=shop.example.com,*.example.org",
                "reverb.apps[0].require-tls=true",
                "reverb.apps[0].accept-client-events-from=all",
                "reverb.apps[0].ping-interval=10",
                "reverb.apps[0].activity-timeout=20s",
                "reverb.apps[0].pong-timeout=1m",
                "reverb.apps[0].cache-ttl=2h",
                "reverb.apps[0].max-connections=1",
                "reverb.apps[0].max-message-size=20KB",
                "reverb.apps[0].max-event-size=3000",
                "reverb.apps[0].max-channels-per-connection=4",
                "reverb.apps[0].max-presence-members=5",
                "reverb.apps[0].max-presence-member-size=6KB",
                "reverb.apps[0].max-outbound-bytes=7MB",
                "reverb.apps[0].max-backend-events-per-sec=8",
                "reverb.apps[0].max-client-events-per-sec=9",
                "reverb.apps[0].max-read-req-per-sec=10",
                "reverb.apps[0].rate-limiting.enabled=true",
                "reverb.apps[0].rate-limiting.max-attempts=11",
                "reverb.apps[0].rate-limiting.decay-seconds=12",
                "reverb.apps[0].rate-limiting.terminate-on-limit=true"));

        assertThat(application)
                .usingRecursiveComparison()
                .ignoringFields("originPattern")
                .isEqualTo(Application.builder("shop", "shop-key", "shop-secret")
                        .enabled(false)
                        .allowedOrigins("shop.example.com", "*.example.org")
                        .requireTls(true)
                        .acceptClientEventsFrom(ClientEventPolicy.ALL)
                        .pingInterval(Duration.ofSeconds(10))
                        .activityTimeout(Duration.ofSeconds(20))
                        .pongTimeout(Duration.ofMinutes(1))
                        .cacheTtl(Duration.ofHours(2))
                        .maxConnections(1)
                        .maxMessageSize(20 << 10)
                        .maxEventSize(3_000)
                        .maxChannelsPerConnection(4)
                        .maxPresenceMembers(5)
                        .maxPresenceMemberSize(6 << 10)
                        .maxOutboundBytes(7 << 20)
                        .maxBackendEventsPerSecond(8)
                        .maxClientEventsPerSecond(9)
                        .maxReadRequestsPerSecond(10)
                        .rateLimit(new RateLimit(11, Duration.ofSeconds(12), true))
                        .build());
    }

    @Test
    void environmentVariablesOfTheStandaloneServerMeanTheSame() {
        Application application = application(bind(Map.of(
                "REVERB_APP_ID", "shop",
                "REVERB_APP_KEY", "shop-key",
                "REVERB_APP_SECRET", "shop-secret",
                "REVERB_APP_ALLOWED_ORIGINS", "a.example.com,b.example.com",
                "REVERB_APP_PING_INTERVAL", "45",
                "REVERB_APP_MAX_MESSAGE_SIZE", "20000",
                "REVERB_APP_MAX_CONNECTIONS", "0")));

        assertThat(application).isEqualTo(Application.of("shop", "shop-key", "shop-secret"));
        assertThat(application.allowedOrigins()).containsExactly("a.example.com", "b.example.com");
        assertThat(application.pingInterval()).isEqualTo(Duration.ofSeconds(45));
        assertThat(application.maxMessageSize()).isEqualTo(20_000);
        assertThat(application.maxConnections()).isEqualTo(Application.UNLIMITED);
        assertThat(bind(Map.of("REVERB_DRAIN_TIMEOUT", "5", "REVERB_MAX_REQUEST_SIZE", "1000")))
                .extracting(ReverbProperties::drainTimeout, ReverbProperties::maxRequestSize)
                .containsExactly(Duration.ofSeconds(5), DataSize.ofBytes(1_000));
    }

    @Test
    void noSecretIsShown() {
        assertThat(bind(CREDENTIALS).toString()).contains("shop-key").doesNotContain("shop-secret");
    }
}
