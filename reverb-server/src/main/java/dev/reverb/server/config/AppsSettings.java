package dev.reverb.server.config;

import java.time.Duration;

/**
 * Where the applications come from: {@code apps} in a file, beside the list of them. {@link TableSettings} has what they say together of a
 * database.
 */
public final class AppsSettings {

    private static final int MAX_SECONDS = 3600;
    private static final int MAX_KEPT_SECONDS = 31_536_000;

    /** Where applications come from. */
    enum Provider {
        /** What the settings themselves say. */
        CONFIG,
        /** A table of a database. */
        JDBC
    }

    static final Setting<Provider> PROVIDER =
            Setting.of("provider", "REVERB_APPS_PROVIDER", ValueType.oneOf(Provider.values()), Provider.CONFIG);

    static final Setting<String> URL = Setting.optional("jdbc.url", "REVERB_APPS_JDBC_URL", ValueType.text())
            .secret();
    static final Setting<String> USERNAME =
            Setting.optional("jdbc.username", "REVERB_APPS_JDBC_USERNAME", ValueType.text());
    static final Setting<String> PASSWORD = Setting.optional(
                    "jdbc.password", "REVERB_APPS_JDBC_PASSWORD", ValueType.text())
            .secret();

    /** The table's name. */
    public static final Setting<String> TABLE =
            Setting.of("jdbc.table", "REVERB_APPS_JDBC_TABLE", ValueType.text(), "apps");

    /** How many connections to the database there are at the most. */
    public static final Setting<Integer> POOL_SIZE =
            Setting.of("jdbc.pool_size", "REVERB_APPS_JDBC_POOL_SIZE", ValueType.whole("", 1, 1_000), 4);

    /** How long a lookup may wait for a connection, and then for the database. */
    public static final Setting<Duration> TIMEOUT = Setting.of(
            "jdbc.timeout", "REVERB_APPS_JDBC_TIMEOUT", ValueType.seconds(1, MAX_SECONDS), Duration.ofSeconds(2));

    /** How many lookups may wait for a connection. */
    public static final Setting<Integer> MAX_PENDING_QUERIES = Setting.of(
            "jdbc.max_pending_queries",
            "REVERB_APPS_JDBC_MAX_PENDING_QUERIES",
            ValueType.whole("", 1, Integer.MAX_VALUE),
            1_024);

    /** After how much time the database is asked about an application in the background. */
    public static final Setting<Duration> REFRESH_AFTER =
            kept("jdbc.refresh_after", "REVERB_APPS_JDBC_REFRESH_AFTER", 30);

    /** For how long an application is answered without waiting for the database. */
    public static final Setting<Duration> TIME_TO_LIVE = kept("jdbc.time_to_live", "REVERB_APPS_JDBC_TIME_TO_LIVE", 60);

    /** For how long a key that no application has is refused without asking the database. */
    public static final Setting<Duration> MISS_TIME_TO_LIVE =
            kept("jdbc.miss_time_to_live", "REVERB_APPS_JDBC_MISS_TIME_TO_LIVE", 5);

    /** For how long an application is served while the database cannot be asked. */
    public static final Setting<Duration> MAX_STALENESS =
            kept("jdbc.max_staleness", "REVERB_APPS_JDBC_MAX_STALENESS", 3_600);

    static final Catalogue ALL = Catalogue.of(
            PROVIDER,
            URL,
            USERNAME,
            PASSWORD,
            TABLE,
            POOL_SIZE,
            TIMEOUT,
            MAX_PENDING_QUERIES,
            REFRESH_AFTER,
            TIME_TO_LIVE,
            MISS_TIME_TO_LIVE,
            MAX_STALENESS);

    private AppsSettings() {}

    private static Setting<Duration> kept(String name, String variable, int seconds) {
        return Setting.of(name, variable, ValueType.seconds(1, MAX_KEPT_SECONDS), Duration.ofSeconds(seconds));
    }
}
