package dev.reverb.server.config;

import java.time.Duration;
import java.util.List;

/** The settings of several servers as one: {@code scaling} in a file. {@link RedisSettings} has what they say together. */
public final class ScalingSettings {

    /** An hour: what takes longer is no setting, but a mistake. */
    private static final int MAX_SECONDS = 3600;

    private static final int MAX_TICK_MILLIS = 1000;
    private static final int SENTINEL_PORT = 26_379;
    private static final int REDIS_PORT = 6379;

    /** How Redis is spoken to, in Laravel's words. */
    enum Scheme {
        /** As it is. */
        TCP,
        /** Encrypted. */
        TLS
    }

    static final Setting<Boolean> ENABLED = Setting.of("enabled", "REVERB_SCALING_ENABLED", ValueType.flag(), false);

    /** What the names of all keys and topics begin with. */
    public static final Setting<String> CHANNEL =
            Setting.of("channel", "REVERB_SCALING_CHANNEL", ValueType.text(), "reverb");

    /** How long a server that says nothing is taken to be alive. */
    public static final Setting<Duration> LEASE =
            Setting.of("lease", "REVERB_SCALING_LEASE", ValueType.seconds(1, MAX_SECONDS), Duration.ofSeconds(10));

    /** How long a channel stays subscribed to when its last subscriber has gone. */
    public static final Setting<Duration> LINGER =
            Setting.of("linger", "REVERB_SCALING_LINGER", ValueType.seconds(0, MAX_SECONDS), Duration.ofSeconds(30));

    /** How long subscriptions and counts wait for others to go out along with them. */
    public static final Setting<Duration> TICK = Setting.of(
            "tick_ms", "REVERB_SCALING_TICK_MS", ValueType.milliseconds(MAX_TICK_MILLIS), Duration.ofMillis(5));

    /** How many published messages may wait for Redis. */
    public static final Setting<Integer> MAX_BUFFERED_MESSAGES = Setting.of(
            "max_buffered_messages",
            "REVERB_SCALING_MAX_BUFFERED_MESSAGES",
            ValueType.whole("", 1, Integer.MAX_VALUE),
            10_000);

    /** How many bytes of them. */
    public static final Setting<Long> MAX_BUFFERED_BYTES =
            Setting.of("max_buffered_bytes", "REVERB_SCALING_MAX_BUFFERED_BYTES", ValueType.bytes(), 16L << 20);

    /** How long one of them may wait. */
    public static final Setting<Duration> MAX_BUFFERED_AGE = Setting.of(
            "max_buffered_age",
            "REVERB_SCALING_MAX_BUFFERED_AGE",
            ValueType.seconds(0, MAX_SECONDS),
            Duration.ofSeconds(60));

    static final Setting<String> URL =
            Setting.optional("server.url", "REDIS_URL", ValueType.text()).secret();
    static final Setting<Scheme> SCHEME =
            Setting.of("server.scheme", "REDIS_SCHEME", ValueType.oneOf(Scheme.values()), Scheme.TCP);
    static final Setting<String> HOST = Setting.of(
            "server.host",
            "REDIS_HOST",
            ValueType.text("a host name or an IP address", "[A-Za-z0-9._:%-]+"),
            "127.0.0.1");
    static final Setting<Integer> PORT =
            Setting.of("server.port", "REDIS_PORT", ValueType.whole("", 1, 65_535), REDIS_PORT);
    static final Setting<String> USERNAME = Setting.optional("server.username", "REDIS_USERNAME", ValueType.text());
    static final Setting<String> PASSWORD = Setting.optional("server.password", "REDIS_PASSWORD", ValueType.text())
            .secret();
    static final Setting<Integer> DATABASE =
            Setting.of("server.database", "REDIS_DB", ValueType.whole("", 0, Integer.MAX_VALUE), 0);

    /** How long connecting may take, and how long Redis may leave a command unanswered. */
    public static final Setting<Duration> TIMEOUT =
            Setting.of("server.timeout", "REDIS_TIMEOUT", ValueType.seconds(1, MAX_SECONDS), Duration.ofSeconds(3));

    static final Setting<String> CAFILE =
            Setting.optional("server.tls.cafile", "REVERB_SCALING_TLS_CAFILE", ValueType.text());
    static final Setting<List<String>> SENTINELS =
            Setting.optional("server.sentinels", "REVERB_SCALING_SENTINELS", ValueType.addresses(SENTINEL_PORT));
    static final Setting<String> SENTINEL_MASTER = Setting.optional(
            "server.sentinel_master",
            "REVERB_SCALING_SENTINEL_MASTER",
            ValueType.text("a name of letters, digits, and . _ -", "[A-Za-z0-9._-]+"));
    static final Setting<String> SENTINEL_PASSWORD = Setting.optional(
                    "server.sentinel_password", "REVERB_SCALING_SENTINEL_PASSWORD", ValueType.text())
            .secret();
    static final Setting<List<String>> CLUSTER_NODES =
            Setting.optional("server.cluster_nodes", "REVERB_SCALING_CLUSTER_NODES", ValueType.addresses(REDIS_PORT));

    static final Catalogue ALL = Catalogue.of(
            ENABLED,
            CHANNEL,
            URL,
            SCHEME,
            HOST,
            PORT,
            USERNAME,
            PASSWORD,
            DATABASE,
            TIMEOUT,
            CAFILE,
            SENTINELS,
            SENTINEL_MASTER,
            SENTINEL_PASSWORD,
            CLUSTER_NODES,
            LEASE,
            LINGER,
            TICK,
            MAX_BUFFERED_MESSAGES,
            MAX_BUFFERED_BYTES,
            MAX_BUFFERED_AGE);

    private ScalingSettings() {}
}
