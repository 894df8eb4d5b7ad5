package dev.reverb.applications.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.applications.caching.CachingApplicationProvider;
import dev.reverb.spi.Ticker;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Applications from a table of PostgreSQL, MySQL, MariaDB or H2, with the columns that soketi's users have: one row each, with {@code
 * id}, {@code key}, {@code secret}, and what else an application may be set to, where the table has a column for it. The resources {@code META-INF/reverb/apps-postgresql.sql}, {@code
 * apps-mysql.sql} and {@code apps-h2.sql} in this module's jar make such a table.
 *
 * <p>What was found is kept as {@link CachingApplicationProvider} says, so that the database is asked seldom, and may be away for a while. It is
 * asked on threads of this provider's own, as many as it has connections, never on a lane.
 *
 * <p>A row that no application can be made of, such as one with a negative limit or broken JSON, fails its own lookup and no other. The log
 * names its id, the column, and never a secret. Such an application is not taken for a removed one.
 *
 * <p>A driver must be on the class path; which, is yours to choose. Safe for any thread. To be closed behind the server that it serves.
 */
public final class JdbcApplicationProvider implements ApplicationProvider, AutoCloseable {

    /** The default of {@link Builder#table}. */
    public static final String DEFAULT_TABLE = "apps";

    /** The default of {@link Builder#poolSize}: {@value} connections. */
    public static final int DEFAULT_POOL_SIZE = 4;

    /** The default of {@link Builder#timeout}: 2 seconds. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);

    /** The default of {@link Builder#maxPendingQueries}: {@value}. */
    public static final int DEFAULT_MAX_PENDING_QUERIES = 1_024;

    private final CachingApplicationProvider cached;
    private final TableName table;

    private JdbcApplicationProvider(CachingApplicationProvider cached, TableName table) {
        this.cached = cached;
        this.table = table;
    }

    /**
     * Begins a provider with a pool of connections of its own.
     *
     * @param url where the database is, such as {@code jdbc:postgresql://127.0.0.1/reverb}
     * @return a builder with the defaults
     * @throws IllegalArgumentException where no driver on the class path takes the URL; it is not shown, since a password may be in it
     */
    public static Builder builder(String url) {
        requireDriver(url);
        return new Builder(url, null);
    }

    /**
     * Begins a provider that takes its connections from a pool which is there already, and stays when the provider is closed.
     *
     * <p>How long a lookup waits for a connection is up to the pool: {@link Builder#timeout} bounds only what comes behind that. Set the
     * pool's own time-out (HikariCP's {@code connectionTimeout}) to about as much. While {@link Builder#poolSize} lookups wait for connections
     * nothing else is looked up.
     *
     * @param source the pool; {@link Builder#poolSize} says how many of its connections are in use at a time at the most
     * @return a builder with the defaults
     */
    public static Builder builder(DataSource source) {
        return new Builder(null, source);
    }

    private static void requireDriver(String url) {
        try {
            DriverManager.getDriver(url);
        } catch (SQLException none) {
            // Nor as the cause, which may show all of it.
            String[] parts = url.split(":", 3);
            String kind = parts.length == 3 && parts[0].equals("jdbc") && parts[1].matches("[a-z0-9+-]{1,32}")
                    ? "jdbc:" + parts[1] + ":…"
                    : "this, which is none";
            throw new IllegalArgumentException("url: no JDBC driver on the class path takes " + kind);
        }
    }

    @Override
    public CompletionStage<Optional<Application>> findByKey(String key) {
        return cached.findByKey(key);
    }

    @Override
    public CompletionStage<Optional<Application>> findById(String id) {
        return cached.findById(id);
    }

    /**
     * Forgets what is known of an application, so that the database is asked by whoever needs it next: see {@link
     * CachingApplicationProvider#invalidate}.
     *
     * @param id the application's id; one that is not known does no harm
     */
    public void invalidate(String id) {
        cached.invalidate(id);
    }

    /** Forgets what is known of all applications. */
    public void invalidateAll() {
        cached.invalidateAll();
    }

    /**
     * Ends the threads and closes the pool, where it is the provider's own. Lookups that wait for a
     * thread fail; of what the database is being asked, the answer may come still. May be called again.
     */
    @Override
    public void close() {
        cached.close();
    }

    /** The table, and neither address nor password. */
    @Override
    public String toString() {
        return "JdbcApplicationProvider[table=" + table + "]";
    }

    /** Builds a {@link JdbcApplicationProvider}; each setter checks its value and says it in the exception, but for secrets. Not thread-safe. */
    public static final class Builder {

        private static final Duration SHORTEST = Duration.ofMillis(250);
        private static final Duration LONGEST = Duration.ofHours(1);

        private final @Nullable String url;
        private final @Nullable DataSource source;
        private @Nullable String user;
        private @Nullable String password;
        private Consumer<CachingApplicationProvider.Builder> caching = settings -> {};
        private Duration timeout = DEFAULT_TIMEOUT;
        Ticker ticker = Ticker.system();
        TableName table = TableName.of(DEFAULT_TABLE);
        int poolSize = DEFAULT_POOL_SIZE;
        int maxPendingQueries = DEFAULT_MAX_PENDING_QUERIES;

        private Builder(@Nullable String url, @Nullable DataSource source) {
            this.url = url;
            this.source = source;
        }

        /**
         * Who logs in.
         *
         * @param user what the URL says by default
         * @return this builder
         */
        public Builder user(String user) {
            this.user = user;
            return this;
        }

        /**
         * What the user logs in with. Never logged.
         *
         * @param password what the URL says by default, where it would be seen by whoever sees that
         * @return this builder
         */
        public Builder password(String password) {
            this.password = password;
            return this;
        }

        /**
         * The table.
         *
         * @param table its name, perhaps with the schema before it: {@code apps} by default, {@code reverb.apps}, or {@code "Apps"}, in quotes,
         *     where the case is not the database's usual one
         * @return this builder
         * @throws IllegalArgumentException where it cannot be a name
         */
        public Builder table(String table) {
            this.table = TableName.of(table);
            return this;
        }

        /**
         * How many connections there are at the most, and threads that ask.
         *
         * @param poolSize at least 1; 4 by default
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder poolSize(int poolSize) {
            this.poolSize = atLeastOne("poolSize", poolSize);
            return this;
        }

        /**
         * How long a lookup may wait for a connection, where the pool is the provider's own, and then for the database. One that has waited
         * for a thread for twice as long fails, and is not asked for.
         *
         * @param timeout 250 milliseconds to an hour; 2 seconds by default. Both together should stay below the cache's {@link
         *     CachingApplicationProvider.Builder#timeout}
         * @return this builder
         * @throws IllegalArgumentException where it is less or more
         */
        public Builder timeout(Duration timeout) {
            if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("timeout must be 250 milliseconds to an hour, not " + timeout);
            }
            this.timeout = timeout;
            return this;
        }

        /**
         * How many lookups may wait for a thread; past it one fails at once.
         *
         * @param maxPendingQueries at least 1; 1 024 by default
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder maxPendingQueries(int maxPendingQueries) {
            this.maxPendingQueries = atLeastOne("maxPendingQueries", maxPendingQueries);
            return this;
        }

        /**
         * How long answers are kept, and how many.
         *
         * @param caching changes the cache's defaults
         * @return this builder
         */
        public Builder caching(Consumer<CachingApplicationProvider.Builder> caching) {
            this.caching = caching;
            return this;
        }

        private static int atLeastOne(String setting, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(setting + " must be at least 1, not " + value);
            }
            return value;
        }

        /** What says why the database could not be asked, without these. */
        Failures failures() {
            List<String> secrets = new ArrayList<>();
            if (url != null) {
                secrets.add(url);
            }
            if (password != null) {
                secrets.add(password);
            }
            return new Failures(secrets);
        }

        /**
         * Builds the provider. The database need not be there yet: until it is, lookups fail.
         *
         * @return the provider
         * @throws IllegalArgumentException where the cache's settings do not fit together
         */
        public JdbcApplicationProvider build() {
            Database database = database();
            ApplicationQueries queries = new ApplicationQueries(database, this);
            try {
                CachingApplicationProvider.Builder settings = CachingApplicationProvider.builder(queries);
                caching.accept(settings);
                return new JdbcApplicationProvider(settings.build(), table);
            } catch (RuntimeException refused) {
                queries.close();
                throw refused;
            }
        }

        private Database database() {
            if (source != null) {
                return new Database(source, null, timeout);
            }
            HikariDataSource pool = new HikariDataSource(pool());
            return new Database(pool, pool, timeout);
        }

        private HikariConfig pool() {
            HikariConfig pool = new HikariConfig();
            pool.setPoolName("reverb-applications");
            pool.setJdbcUrl(url);
            if (user != null) {
                pool.setUsername(user);
            }
            if (password != null) {
                pool.setPassword(password);
            }
            pool.setMaximumPoolSize(poolSize);
            // Lookups are seldom: one connection is kept for them.
            pool.setMinimumIdle(1);
            pool.setConnectionTimeout(timeout.toMillis());
            pool.setValidationTimeout(timeout.toMillis());
            // A server starts without its database, too.
            pool.setInitializationFailTimeout(-1);
            return pool;
        }
    }
}
