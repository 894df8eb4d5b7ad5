package dev.reverb.server;

import dev.reverb.applications.jdbc.JdbcApplicationProvider;
import dev.reverb.server.config.AppsSettings;
import dev.reverb.server.config.ConfigurationException;
import dev.reverb.server.config.TableSettings;
import java.util.function.Supplier;

/** The provider that the settings of a table describe. A class of its own: a server without one loads nothing of a database. */
final class ApplicationsTable {

    private ApplicationsTable() {}

    /**
     * Makes it; the database need not be there yet.
     *
     * @param settings what is known of the table
     * @throws ConfigurationException where no driver takes the URL, or the table's name is none; it shows no address and no password
     */
    static JdbcApplicationProvider of(TableSettings settings) throws ConfigurationException {
        JdbcApplicationProvider.Builder builder =
                accepted(settings.urlOrigin(), () -> JdbcApplicationProvider.builder(settings.url()));
        settings.username().ifPresent(builder::user);
        settings.password().ifPresent(builder::password);
        accepted(settings.tableOrigin(), () -> builder.table(settings.get(AppsSettings.TABLE)));
        return builder.poolSize(settings.get(AppsSettings.POOL_SIZE))
                .timeout(settings.get(AppsSettings.TIMEOUT))
                .maxPendingQueries(settings.get(AppsSettings.MAX_PENDING_QUERIES))
                .caching(cache -> cache.refreshAfter(settings.get(AppsSettings.REFRESH_AFTER))
                        .timeToLive(settings.get(AppsSettings.TIME_TO_LIVE))
                        .missTimeToLive(settings.get(AppsSettings.MISS_TIME_TO_LIVE))
                        .maxStaleness(settings.get(AppsSettings.MAX_STALENESS)))
                .build();
    }

    private static <T> T accepted(String origin, Supplier<T> made) throws ConfigurationException {
        try {
            return made.get();
        } catch (IllegalArgumentException refused) {
            // Its own words begin with the setting's name, which the origin says better.
            String words = String.valueOf(refused.getMessage()).replaceFirst("^(url:|table) ", "");
            throw new ConfigurationException(origin + ": " + words);
        }
    }
}
