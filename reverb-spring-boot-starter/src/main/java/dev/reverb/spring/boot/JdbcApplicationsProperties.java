package dev.reverb.spring.boot;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * The properties below {@code reverb.applications.jdbc}, where it is enabled.
 *
 * @param enabled Whether the applications are those of a database's table. Needs the dependency reverb-applications-jdbc.
 * @param url Where the database is, in place of the application's own DataSource.
 * @param username Who logs in there.
 * @param password The password.
 * @param table The table's name, perhaps with its schema before it.
 * @param poolSize How many connections are in use at a time at the most.
 * @param timeout How long a lookup may wait for a connection, and then for the database.
 * @param maxPendingQueries How many lookups may wait for a connection. Past that one fails.
 * @param refreshAfter After how much time the database is asked about an application in the background.
 * @param timeToLive For how long an application is answered without waiting for the database.
 * @param missTimeToLive For how long a key that no application has is refused without asking the database.
 * @param maxStaleness For how long an application is served while the database cannot be asked.
 */
@ConfigurationProperties("reverb.applications.jdbc")
record JdbcApplicationsProperties(
        @DefaultValue("false") boolean enabled,
        @Nullable String url,
        @Nullable String username,
        @Nullable String password,
        @DefaultValue("apps") String table,
        @DefaultValue("4") int poolSize,

        @DefaultValue("2s") @DurationUnit(ChronoUnit.SECONDS)
        Duration timeout,

        @DefaultValue("1024") int maxPendingQueries,

        @DefaultValue("30s") @DurationUnit(ChronoUnit.SECONDS)
        Duration refreshAfter,

        @DefaultValue("60s") @DurationUnit(ChronoUnit.SECONDS)
        Duration timeToLive,

        @DefaultValue("5s") @DurationUnit(ChronoUnit.SECONDS)
        Duration missTimeToLive,

        @DefaultValue("3600s") @DurationUnit(ChronoUnit.SECONDS)
        Duration maxStaleness) {

    /** Nothing secret: an address may have a password. */
    @Override
    public String toString() {
        return "JdbcApplicationsProperties[table=" + table + "]";
    }
}
