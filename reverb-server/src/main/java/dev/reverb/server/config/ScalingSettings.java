package dev.reverb.server.config;

import java.time.Duration;

/** The settings of several servers as one: {@code scaling} in a file. {@link RedisSettings} has what they say. */
final class ScalingSettings {

    /** An hour. */
    private static final int MAX_TIMEOUT_SECONDS = 3600;

    static final Setting<Boolean> ENABLED = Setting.of("enabled", "REVERB_SCALING_ENABLED", ValueType.flag(), false);
    static final Setting<String> CHANNEL = Setting.of("channel", "REVERB_SCALING_CHANNEL", ValueType.text(), "reverb");
    static final Setting<String> URL =
            Setting.optional("server.url", "REDIS_URL", ValueType.text()).secret();
    static final Setting<String> HOST = Setting.of(
            "server.host",
            "REDIS_HOST",
            ValueType.text("a host name or an IP address", "[A-Za-z0-9._:%-]+"),
            "127.0.0.1");
    static final Setting<Integer> PORT = Setting.of("server.port", "REDIS_PORT", ValueType.whole("", 1, 65_535), 6379);
    static final Setting<String> USERNAME = Setting.optional("server.username", "REDIS_USERNAME", ValueType.text());
    static final Setting<String> PASSWORD = Setting.optional("server.password", "REDIS_PASSWORD", ValueType.text())
            .secret();
    static final Setting<Integer> DATABASE =
            Setting.of("server.database", "REDIS_DB", ValueType.whole("", 0, Integer.MAX_VALUE), 0);
    static final Setting<Duration> TIMEOUT = Setting.of(
            "server.timeout", "REDIS_TIMEOUT", ValueType.seconds(1, MAX_TIMEOUT_SECONDS), Duration.ofSeconds(3));

    static final Catalogue ALL = Catalogue.of(ENABLED, CHANNEL, URL, HOST, PORT, USERNAME, PASSWORD, DATABASE, TIMEOUT);

    private ScalingSettings() {}
}
