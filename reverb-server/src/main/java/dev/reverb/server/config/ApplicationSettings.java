package dev.reverb.server.config;

import static dev.reverb.application.Application.UNLIMITED;

import dev.reverb.application.Application;
import dev.reverb.application.ClientEventPolicy;
import dev.reverb.application.RateLimit;
import dev.reverb.application.Webhook;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The settings of one application: {@code apps[]} in a file, {@code REVERB_APP_*} in the environment. */
final class ApplicationSettings {

    static final Setting<String> ID =
            Setting.optional("app_id", "REVERB_APP_ID", ValueType.text()).alias("id");
    static final Setting<String> KEY = Setting.optional("key", "REVERB_APP_KEY", ValueType.text());
    static final Setting<String> SECRET =
            Setting.optional("secret", "REVERB_APP_SECRET", ValueType.text()).secret();

    static final Setting<Boolean> ENABLED = Setting.of("enabled", "REVERB_APP_ENABLED", ValueType.flag(), true);
    static final Setting<List<String>> ALLOWED_ORIGINS = Setting.of(
            "allowed_origins",
            "REVERB_APP_ALLOWED_ORIGINS",
            ValueType.words("a list of hosts such as example.com or *.example.com, or *"),
            List.of("*"));
    static final Setting<Boolean> REQUIRE_TLS =
            Setting.of("require_tls", "REVERB_APP_REQUIRE_TLS", ValueType.flag(), false);
    static final Setting<ClientEventPolicy> ACCEPT_CLIENT_EVENTS_FROM = Setting.of(
            "accept_client_events_from",
            "REVERB_APP_ACCEPT_CLIENT_EVENTS_FROM",
            ValueType.oneOf(ClientEventPolicy.values()),
            ClientEventPolicy.MEMBERS);

    static final Setting<Duration> PING_INTERVAL = seconds("ping_interval", Application.DEFAULT_PING_INTERVAL);
    static final Setting<Duration> ACTIVITY_TIMEOUT = seconds("activity_timeout", Application.DEFAULT_ACTIVITY_TIMEOUT);
    static final Setting<Duration> PONG_TIMEOUT = seconds("pong_timeout", Application.DEFAULT_PONG_TIMEOUT);
    static final Setting<Duration> CACHE_TTL = seconds("cache_ttl", Application.DEFAULT_CACHE_TTL);

    static final Setting<Integer> MAX_CONNECTIONS = limit("max_connections");
    static final Setting<Integer> MAX_MESSAGE_SIZE = bytes("max_message_size", Application.DEFAULT_MAX_MESSAGE_SIZE);
    static final Setting<Integer> MAX_EVENT_SIZE = bytes("max_event_size", Application.DEFAULT_MAX_EVENT_SIZE);
    static final Setting<Integer> MAX_CHANNELS_PER_CONNECTION = Setting.of(
            "max_channels_per_connection",
            "REVERB_APP_MAX_CHANNELS_PER_CONNECTION",
            ValueType.whole("", 1, Integer.MAX_VALUE),
            Application.DEFAULT_MAX_CHANNELS_PER_CONNECTION);
    static final Setting<Integer> MAX_PRESENCE_MEMBERS = limit("max_presence_members");
    static final Setting<Integer> MAX_PRESENCE_MEMBER_SIZE =
            bytes("max_presence_member_size", Application.DEFAULT_MAX_PRESENCE_MEMBER_SIZE);
    static final Setting<Integer> MAX_OUTBOUND_BYTES =
            bytes("max_outbound_bytes", Application.DEFAULT_MAX_OUTBOUND_BYTES);
    static final Setting<Integer> MAX_BACKEND_EVENTS_PER_SECOND = limit("max_backend_events_per_sec");
    static final Setting<Integer> MAX_CLIENT_EVENTS_PER_SECOND = limit("max_client_events_per_sec");
    static final Setting<Integer> MAX_READ_REQUESTS_PER_SECOND = limit("max_read_req_per_sec");

    static final Setting<Boolean> RATE_LIMITING_ENABLED =
            Setting.of("rate_limiting.enabled", "REVERB_APP_RATE_LIMITING_ENABLED", ValueType.flag(), false);
    static final Setting<Integer> RATE_LIMITING_MAX_ATTEMPTS = Setting.of(
            "rate_limiting.max_attempts",
            "REVERB_APP_RATE_LIMIT_MAX_ATTEMPTS",
            ValueType.whole("", 1, Integer.MAX_VALUE),
            RateLimit.DEFAULT_MAX_ATTEMPTS);
    static final Setting<Duration> RATE_LIMITING_DECAY = Setting.of(
            "rate_limiting.decay_seconds",
            "REVERB_APP_RATE_LIMIT_DECAY_SECONDS",
            ValueType.seconds(1),
            RateLimit.DEFAULT_DECAY);
    static final Setting<Boolean> RATE_LIMITING_TERMINATE =
            Setting.of("rate_limiting.terminate_on_limit", "REVERB_APP_RATE_LIMIT_TERMINATE", ValueType.flag(), false);

    static final Setting<Boolean> SUBSCRIPTION_COUNT_EVENTS =
            Setting.of("subscription_count_events", "REVERB_APP_SUBSCRIPTION_COUNT_EVENTS", ValueType.flag(), false);
    static final Setting<Boolean> USER_AUTHENTICATION_REQUIRED = Setting.of(
            "user_authentication_required", "REVERB_APP_USER_AUTHENTICATION_REQUIRED", ValueType.flag(), false);
    static final Setting<Duration> USER_AUTHENTICATION_TIMEOUT =
            seconds("user_authentication_timeout", Application.DEFAULT_USER_AUTHENTICATION_TIMEOUT);

    static final Setting<List<Webhook>> WEBHOOKS = Setting.of(
                    "webhooks",
                    "REVERB_APP_WEBHOOKS",
                    ValueType.pieces("a list of objects, each with a url", WebhookReader::read),
                    List.<Webhook>of())
            .secret();
    static final Setting<Duration> WEBHOOK_BATCH =
            milliseconds("webhook_batch_ms", Application.DEFAULT_WEBHOOK_BATCH_TIME);
    static final Setting<Duration> WEBHOOK_GRACE =
            milliseconds("webhook_grace_ms", Application.DEFAULT_WEBHOOK_GRACE_TIME);
    static final Setting<Integer> MAX_PENDING_WEBHOOK_EVENTS = Setting.of(
            "max_pending_webhook_events",
            "REVERB_APP_MAX_PENDING_WEBHOOK_EVENTS",
            ValueType.whole("", 1, Integer.MAX_VALUE),
            Application.DEFAULT_MAX_PENDING_WEBHOOK_EVENTS);

    static final Setting<Boolean> COMPRESSION =
            Setting.of("compression", "REVERB_APP_COMPRESSION", ValueType.flag(), true);
    static final Setting<Integer> COMPRESSION_MIN_SIZE =
            bytes("compression_min_size", Application.DEFAULT_COMPRESSION_MIN_SIZE);

    /** Where publishers reach the server: for them, not for us. */
    static final Setting<Node> OPTIONS = Setting.inert("options", Setting.Effect.IGNORED);

    static final Catalogue ALL = Catalogue.of(
            ID,
            KEY,
            SECRET,
            ENABLED,
            ALLOWED_ORIGINS,
            REQUIRE_TLS,
            ACCEPT_CLIENT_EVENTS_FROM,
            PING_INTERVAL,
            ACTIVITY_TIMEOUT,
            PONG_TIMEOUT,
            CACHE_TTL,
            MAX_CONNECTIONS,
            MAX_MESSAGE_SIZE,
            MAX_EVENT_SIZE,
            MAX_CHANNELS_PER_CONNECTION,
            MAX_PRESENCE_MEMBERS,
            MAX_PRESENCE_MEMBER_SIZE,
            MAX_OUTBOUND_BYTES,
            MAX_BACKEND_EVENTS_PER_SECOND,
            MAX_CLIENT_EVENTS_PER_SECOND,
            MAX_READ_REQUESTS_PER_SECOND,
            RATE_LIMITING_ENABLED,
            RATE_LIMITING_MAX_ATTEMPTS,
            RATE_LIMITING_DECAY,
            RATE_LIMITING_TERMINATE,
            SUBSCRIPTION_COUNT_EVENTS,
            USER_AUTHENTICATION_REQUIRED,
            USER_AUTHENTICATION_TIMEOUT,
            WEBHOOKS,
            WEBHOOK_BATCH,
            WEBHOOK_GRACE,
            MAX_PENDING_WEBHOOK_EVENTS,
            COMPRESSION,
            COMPRESSION_MIN_SIZE,
            OPTIONS);

    /** What an application cannot be without. */
    static final List<Setting<String>> CREDENTIALS = List.of(ID, KEY, SECRET);

    private ApplicationSettings() {}

    private static Setting<Duration> seconds(String name, Duration defaultValue) {
        return Setting.of(name, variable(name), ValueType.seconds(1), defaultValue);
    }

    private static Setting<Duration> milliseconds(String name, Duration defaultValue) {
        return Setting.of(name, variable(name), ValueType.milliseconds(), defaultValue);
    }

    private static Setting<Integer> bytes(String name, int defaultValue) {
        return Setting.of(name, variable(name), ValueType.whole(" of bytes", 1, Integer.MAX_VALUE), defaultValue);
    }

    private static Setting<Integer> limit(String name) {
        return Setting.of(name, variable(name), ValueType.limit(UNLIMITED), UNLIMITED);
    }

    private static String variable(String name) {
        return "REVERB_APP_" + name.toUpperCase(Locale.ROOT);
    }
}
