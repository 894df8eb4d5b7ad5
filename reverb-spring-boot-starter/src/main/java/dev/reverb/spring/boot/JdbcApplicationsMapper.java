package dev.reverb.spring.boot;

import dev.reverb.applications.caching.CachingApplicationProvider;
import dev.reverb.applications.jdbc.JdbcApplicationProvider;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/** Makes the provider of its properties; its builder judges their values. */
final class JdbcApplicationsMapper {

    private static final Judge JUDGE = new Judge("reverb.applications.jdbc.");

    private final JdbcApplicationsProperties properties;

    JdbcApplicationsMapper(JdbcApplicationsProperties properties) {
        this.properties = properties;
    }

    /**
     * Makes the provider; the database need not be there yet.
     *
     * @param source the application's own, for where the properties name no other
     * @throws InvalidSettingException where a value is refused, or there is no database; it shows no address and no password
     */
    JdbcApplicationProvider map(@Nullable DataSource source) {
        JdbcApplicationProvider.Builder builder = builder(source);
        JUDGE.judged("table", () -> builder.table(properties.table()));
        JUDGE.judged("pool-size", () -> builder.poolSize(properties.poolSize()));
        JUDGE.judged("timeout", () -> builder.timeout(properties.timeout()));
        JUDGE.judged("max-pending-queries", () -> builder.maxPendingQueries(properties.maxPendingQueries()));
        // Judged on their own first, so that a message names the one that is wrong.
        return JUDGE.judged("time-to-live", () -> builder.caching(this::keep).build());
    }

    private JdbcApplicationProvider.Builder builder(@Nullable DataSource source) {
        String url = properties.url();
        if (StringUtils.hasText(url)) {
            return logIn(JUDGE.judged("url", () -> JdbcApplicationProvider.builder(url)));
        }
        if (source == null) {
            throw new InvalidSettingException(
                    "reverb.applications.jdbc.enabled is true, but there is no database.",
                    "Set reverb.applications.jdbc.url, or give the application one DataSource.");
        }
        if (properties.username() != null || properties.password() != null) {
            throw JUDGE.invalid("username", "it needs a url too; without one the application's DataSource is used");
        }
        return JdbcApplicationProvider.builder(source);
    }

    private JdbcApplicationProvider.Builder logIn(JdbcApplicationProvider.Builder builder) {
        if (properties.username() != null) {
            builder.user(properties.username());
        }
        return properties.password() == null ? builder : builder.password(properties.password());
    }

    private void keep(CachingApplicationProvider.Builder caching) {
        JUDGE.judged("refresh-after", () -> caching.refreshAfter(properties.refreshAfter()));
        JUDGE.judged("time-to-live", () -> caching.timeToLive(properties.timeToLive()));
        JUDGE.judged("miss-time-to-live", () -> caching.missTimeToLive(properties.missTimeToLive()));
        JUDGE.judged("max-staleness", () -> caching.maxStaleness(properties.maxStaleness()));
    }
}
