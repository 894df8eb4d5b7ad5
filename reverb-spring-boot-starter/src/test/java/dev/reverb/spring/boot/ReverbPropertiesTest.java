package dev.reverb.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.application.ClientEventPolicy;
import dev.reverb.application.RateLimit;
import dev.reverb.application.Webhook;
import dev.reverb.application.WebhookEventType;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
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
        assertThat(properties.maxPendingListenerEvents())
                .isEqualTo(ReverbServer.Builder.DEFAULT_MAX_PENDING_LISTENER_EVENTS);
        assertThat(properties.applicationCheckInterval())
                .isEqualTo(ReverbServer.Builder.DEFAULT_APPLICATION_CHECK_INTERVAL);
        assertThat(properties.interceptorTimeout()).isEqualTo(ReverbServer.Builder.DEFAULT_INTERCEPTOR_TIMEOUT);
        assertThat(properties.maxOutboundTotal()).isNull();
        assertThat(properties.compression()).isFalse();
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
                "reverb.apps[0].rate-limiting.terminate-on-limit=true",
                "reverb.apps[0].subscription-count-events=true",
                "reverb.apps[0].user-authentication-required=true",
                "reverb.apps[0].user-authentication-timeout=13",
                "reverb.apps[0].webhooks[0].url=https://example.com/hooks?token=hook-secret",
                "reverb.apps[0].webhooks[0].event-types=channel_occupied,MEMBER-ADDED",
                "reverb.apps[0].webhooks[0].headers.X-Tenant=7",
                "reverb.apps[0].webhooks[0].headers.X-None=",
                "reverb.apps[0].webhooks[0].filter.channel-name-starts-with=presence-",
                "reverb.apps[0].webhooks[0].filter.channel-name-ends-with=.eu",
                "reverb.apps[0].webhooks[1].url=http://localhost:9000",
                "reverb.apps[0].webhooks[1].event-types[0]=cache_miss",
                "reverb.apps[0].webhooks[1].filter.channel-name-ends-with=",
                "reverb.apps[0].webhooks[2].url=https://example.com/all",
                "reverb.apps[0].webhook-batch-ms=0",
                "reverb.apps[0].webhook-grace-ms=14",
                "reverb.apps[0].max-pending-webhook-events=15",
                "reverb.apps[0].compression=false",
                "reverb.apps[0].compression-min-size=1KB"));

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
                        .subscriptionCountEvents(true)
                        .userAuthenticationRequired(true)
                        .userAuthenticationTimeout(Duration.ofSeconds(13))
                        .webhooks(
                                Webhook.to("https://example.com/hooks?token=hook-secret")
                                        .forEvents(WebhookEventType.CHANNEL_OCCUPIED, WebhookEventType.MEMBER_ADDED)
                                        .withHeader("X-Tenant", "7")
                                        .forChannelsStartingWith("presence-")
                                        .forChannelsEndingWith(".eu"),
                                Webhook.to("http://localhost:9000").forEvents(WebhookEventType.CACHE_MISS),
                                Webhook.to("https://example.com/all"))
                        .webhookBatchTime(Duration.ZERO)
                        .webhookGraceTime(Duration.ofMillis(14))
                        .maxPendingWebhookEvents(15)
                        .compression(false)
                        .compressionMinSize(1 << 10)
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
                "REVERB_APP_MAX_CONNECTIONS", "0",
                "REVERB_APP_WEBHOOK_GRACE_MS", "100",
                "REVERB_APP_SUBSCRIPTION_COUNT_EVENTS", "true")));

        assertThat(application)
                .isEqualTo(Application.builder("shop", "shop-key", "shop-secret")
                        .allowedOrigins("a.example.com", "b.example.com")
                        .pingInterval(Duration.ofSeconds(45))
                        .maxMessageSize(20_000)
                        .webhookGraceTime(Duration.ofMillis(100))
                        .subscriptionCountEvents(true)
                        .build());
        assertThat(bind(Map.of("REVERB_DRAIN_TIMEOUT", "5", "REVERB_MAX_REQUEST_SIZE", "1000")))
                .extracting(ReverbProperties::drainTimeout, ReverbProperties::maxRequestSize)
                .containsExactly(Duration.ofSeconds(5), DataSize.ofBytes(1_000));
    }

    @Test
    void webhooksComeFromTheEnvironmentPieceByPiece() {
        Map<String, Object> environment = new HashMap<>(CREDENTIALS);
        environment.put("REVERB_APP_WEBHOOKS_0_URL", "https://example.com");
        environment.put("REVERB_APP_WEBHOOKS_0_EVENTTYPES", "channel_occupied,channel_vacated");
        environment.put("REVERB_APP_WEBHOOKS_0_FILTER_CHANNELNAMESTARTSWITH", "presence-");

        assertThat(application(bind(environment)).webhooks())
                .containsExactly(Webhook.to("https://example.com")
                        .forEvents(WebhookEventType.CHANNEL_OCCUPIED, WebhookEventType.CHANNEL_VACATED)
                        .forChannelsStartingWith("presence-"));
    }

    @Test
    void theJsonOfTheStandaloneServerIsNoList() {
        Map<String, Object> environment = new HashMap<>(CREDENTIALS);
        environment.put(
                "REVERB_APP_WEBHOOKS", "[{\"url\": \"https://example.com\", \"event_types\": [\"cache_miss\"]}]");

        assertThatThrownBy(() -> bind(environment))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("reverb.app");
    }

    @Test
    void noSecretIsShown() {
        ReverbProperties properties = bind(
                CREDENTIALS,
                "reverb.app.webhooks[0].url=https://example.com?token=hook-secret",
                "reverb.app.webhooks[0].headers.Authorization=hook-secret");

        assertThat(properties.toString()).contains("shop-key").doesNotContain("shop-secret");
        assertThat(properties.app()).isNotNull();
        assertThat(properties.app().webhooks()).isNotEmpty();
        assertThat(properties.app().webhooks().toString()).doesNotContain("hook-secret");
    }
}
