package dev.reverb.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reverb.application.Application.Builder;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The settings of PROTOCOL 8: their defaults, and what they refuse. */
class ApplicationTest {

    private static Builder builder() {
        return Application.builder("id", "key", "secret");
    }

    @Test
    void theDefaultsAreThoseOfTheProtocol() {
        Application defaults = Application.of("id", "key", "secret");
        assertThat(defaults.isEnabled()).isTrue();
        assertThat(defaults.requiresTls()).isFalse();
        assertThat(defaults.allowedOrigins()).containsExactly("*");
        assertThat(defaults.acceptClientEventsFrom()).isEqualTo(ClientEventPolicy.MEMBERS);
        assertThat(defaults.rateLimit()).isEmpty();
        assertThat(RateLimit.DEFAULT_MAX_ATTEMPTS).isEqualTo(60);
        assertThat(RateLimit.DEFAULT_DECAY).isEqualTo(Duration.ofSeconds(60));
        assertThat(defaults.maxMessageSize()).isEqualTo(10_000);
        assertThat(defaults.maxEventSize()).isEqualTo(10_240);
        assertThat(defaults.pingInterval()).isEqualTo(Duration.ofSeconds(60));
        assertThat(defaults.activityTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(defaults.pongTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(defaults.cacheTtl()).isEqualTo(Duration.ofSeconds(1_800));
        assertThat(defaults.maxChannelsPerConnection()).isEqualTo(100);
        assertThat(defaults.maxPresenceMemberSize()).isEqualTo(10_240);
        assertThat(defaults.maxOutboundBytes()).isEqualTo(1_048_576);
        assertThat(List.of(
                        defaults.maxConnections(),
                        defaults.maxPresenceMembers(),
                        defaults.maxBackendEventsPerSecond(),
                        defaults.maxClientEventsPerSecond(),
                        defaults.maxReadRequestsPerSecond()))
                .containsOnly(Application.UNLIMITED);
    }

    static Stream<Arguments> limits() {
        return Stream.of(
                limit("max_connections", Builder::maxConnections),
                limit("max_message_size", Builder::maxMessageSize),
                limit("max_event_size", Builder::maxEventSize),
                limit("max_channels_per_connection", Builder::maxChannelsPerConnection),
                limit("max_presence_members", Builder::maxPresenceMembers),
                limit("max_presence_member_size", Builder::maxPresenceMemberSize),
                limit("max_outbound_bytes", Builder::maxOutboundBytes),
                limit("max_backend_events_per_sec", Builder::maxBackendEventsPerSecond),
                limit("max_client_events_per_sec", Builder::maxClientEventsPerSecond),
                limit("max_read_req_per_sec", Builder::maxReadRequestsPerSecond));
    }

    private static Arguments limit(String name, BiConsumer<Builder, Integer> setter) {
        return Arguments.of(name, setter);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("limits")
    void aLimitIsAtLeastOne(String name, BiConsumer<Builder, Integer> setter) {
        assertThatCode(() -> setter.accept(builder(), 1)).doesNotThrowAnyException();
        assertThatCode(() -> setter.accept(builder(), Application.UNLIMITED)).doesNotThrowAnyException();
        for (int tooSmall : new int[] {0, -1, Integer.MIN_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> setter.accept(builder(), tooSmall))
                    .withMessage(name + " must be at least 1, not " + tooSmall);
        }
    }

    static Stream<Arguments> times() {
        return Stream.of(
                time("ping_interval", Builder::pingInterval),
                time("activity_timeout", Builder::activityTimeout),
                time("pong_timeout", Builder::pongTimeout),
                time("cache_ttl", Builder::cacheTtl));
    }

    private static Arguments time(String name, BiConsumer<Builder, Duration> setter) {
        return Arguments.of(name, setter);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("times")
    void aTimeIsWholeSeconds(String name, BiConsumer<Builder, Duration> setter) {
        for (Duration right : List.of(Duration.ofSeconds(1), Duration.ofSeconds(Integer.MAX_VALUE))) {
            assertThatCode(() -> setter.accept(builder(), right)).doesNotThrowAnyException();
        }
        for (Duration wrong : List.of(
                Duration.ZERO, Duration.ofSeconds(-1), Duration.ofMillis(1_500), Duration.ofSeconds(1L << 31))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> setter.accept(builder(), wrong))
                    .withMessage(name + " must be whole seconds, at least 1, not " + wrong);
        }
    }

    @Test
    void credentialsAreNotEmpty() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Application.of("", "key", "secret"))
                .withMessage("The application's id is empty.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Application.of("id", " ", "secret"))
                .withMessage("The application's key is empty.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Application.of("id", "key", "\t"))
                .withMessage("The application's secret is empty.");
    }

    @Test
    void theSecretIsNotPrinted() {
        assertThat(Application.of("id", "key", "hidden")).hasToString("Application[id=id, key=key]");
    }

    @Test
    void aRateHasAtLeastOneMessageInASecond() {
        assertThat(new RateLimit(1, Duration.ofSeconds(1), true)).isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RateLimit(0, Duration.ofSeconds(1), true))
                .withMessage("max_attempts must be at least 1, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RateLimit(1, Duration.ofMillis(999), true))
                .withMessage("decay_seconds must be at least 1, not PT0.999S");
    }

    @Test
    void anOriginIsAHost() {
        assertThatIllegalArgumentException().isThrownBy(() -> builder().allowedOrigins(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> builder().allowedOrigins("a.example", " "));
    }

    @ParameterizedTest
    @CsvSource({
        "a.example, a.example, true",
        "a.example, A.EXAMPLE, true",
        "A.example, a.example, true",
        "a.example, b.example, false",
        "a.example, axexample, false",
        "a.example, a.example.evil, false",
        "*.example, a.example, true",
        "*.example, a.b.example, true",
        "*.example, example, false",
        "*.example, .example, true",
        "a*z, az, true",
        "a*z, abcz, true",
        "a*z, abc, false",
        "\\E*, a, false",
        "*, a, true"
    })
    void anOriginMayHaveWildcards(String allowed, String host, boolean expected) {
        assertThat(builder().allowedOrigins(allowed).build().allowsOrigin(host)).isEqualTo(expected);
    }

    @Test
    void withoutAnOriginOnlyThoseWhoAllowAllAllow() {
        assertThat(builder().build().allowsOrigin(null)).isTrue();
        assertThat(builder().allowedOrigins("a.example", "*").build().allowsOrigin(null))
                .isTrue();
        assertThat(builder().allowedOrigins("a*").build().allowsOrigin(null)).isFalse();
        assertThat(builder().allowedOrigins("**").build().allowsOrigin(null)).isFalse();
    }

    static Stream<Arguments> differences() {
        return Stream.of(
                difference("allowed_origins", settings -> settings.allowedOrigins("example.com")),
                difference("accept_client_events_from", s -> s.acceptClientEventsFrom(ClientEventPolicy.NONE)),
                difference("rate_limiting", s -> s.rateLimit(new RateLimit(1, RateLimit.DEFAULT_DECAY, false))),
                difference("enabled", settings -> settings.enabled(false)),
                difference("require_tls", settings -> settings.requireTls(true)),
                difference("ping_interval", settings -> settings.pingInterval(Duration.ofSeconds(7))),
                difference("activity_timeout", settings -> settings.activityTimeout(Duration.ofSeconds(7))),
                difference("pong_timeout", settings -> settings.pongTimeout(Duration.ofSeconds(7))),
                difference("cache_ttl", settings -> settings.cacheTtl(Duration.ofSeconds(7))),
                difference("subscription_count_events", settings -> settings.subscriptionCountEvents(true)),
                difference("user_authentication_required", settings -> settings.userAuthenticationRequired(true)),
                difference("user_authentication_timeout", s -> s.userAuthenticationTimeout(Duration.ofSeconds(7))),
                difference("webhooks", settings -> settings.webhooks(Webhook.to("https://example.com"))),
                difference("webhook_batch_ms", settings -> settings.webhookBatchTime(Duration.ofMillis(7))),
                difference("webhook_grace_ms", settings -> settings.webhookGraceTime(Duration.ofMillis(7))),
                difference("max_pending_webhook_events", settings -> settings.maxPendingWebhookEvents(7)),
                difference("compression", settings -> settings.compression(false)),
                difference("compression_min_size", settings -> settings.compressionMinSize(7)));
    }

    private static Arguments difference(String name, UnaryOperator<Builder> setter) {
        return Arguments.of(name, setter);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("differences")
    void equalAreThoseWithTheSameSettings(String name, UnaryOperator<Builder> setter) {
        Application one = setter.apply(builder()).build();
        assertThat(one)
                .isEqualTo(setter.apply(builder()).build())
                .isNotEqualTo(builder().build());
        assertThat(one).hasSameHashCodeAs(setter.apply(builder()).build());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("limits")
    void aLimitMakesADifference(String name, BiConsumer<Builder, Integer> setter) {
        Builder seven = builder();
        setter.accept(seven, 7);
        assertThat(seven.build()).isNotEqualTo(builder().build());
    }

    @Test
    void credentialsMakeADifference() {
        assertThat(Stream.of(
                        Application.of("other", "key", "secret"),
                        Application.of("id", "other", "secret"),
                        Application.of("id", "key", "other")))
                .doesNotContain(builder().build());
        assertThat(builder().build()).isEqualTo(builder().build()).isNotEqualTo("id");
    }

    /** All settings are among those above: whoever adds one has to say that it makes a difference. */
    @Test
    void noSettingIsForgotten() {
        Set<String> derived = Set.of("originPattern", "id", "key", "secret");
        long settings = Stream.of(Application.class.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .filter(field -> !derived.contains(field.getName()) && !field.isSynthetic())
                .count();
        assertThat(differences().count() + limits().count()).isEqualTo(settings);
    }
}
