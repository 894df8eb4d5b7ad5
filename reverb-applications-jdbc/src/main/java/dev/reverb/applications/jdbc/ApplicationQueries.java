package dev.reverb.applications.jdbc;

import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.spi.Ticker;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the database for one application at a time, on threads of its own, as many as there are connections. Safe for any thread; a stage
 * completes on one of those threads.
 */
final class ApplicationQueries implements ApplicationProvider, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcApplicationProvider.class);
    private static final long IDLE_SECONDS = 10;

    /** For how many time-outs a question may wait for a thread. Who asked has gone by then, and others wait behind it. */
    static final int PATIENCE = 2;

    private final Database database;
    private final TableName name;
    private final Failures failures;
    private final BadRows badRows;
    private final ThreadPoolExecutor threads;
    private final Ticker ticker;
    private final int mostWaiting;
    private volatile @Nullable AppsTable table;

    ApplicationQueries(Database database, JdbcApplicationProvider.Builder settings) {
        this.database = database;
        this.name = settings.table;
        this.failures = settings.failures();
        this.ticker = settings.ticker;
        this.badRows = new BadRows(LOG, name, ticker);
        this.mostWaiting = settings.maxPendingQueries;
        this.threads = threads(settings);
    }

    private static ThreadPoolExecutor threads(JdbcApplicationProvider.Builder settings) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                settings.poolSize,
                settings.poolSize,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(settings.maxPendingQueries),
                task -> {
                    Thread thread = new Thread(task, "reverb-jdbc-" + number.getAndIncrement());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    @Override
    public CompletionStage<Optional<Application>> findByKey(String key) {
        return ask(new Query(key, false));
    }

    @Override
    public CompletionStage<Optional<Application>> findById(String id) {
        return ask(new Query(id, true));
    }

    private CompletionStage<Optional<Application>> ask(Query query) {
        try {
            threads.execute(query);
        } catch (RejectedExecutionException refused) {
            query.answer.completeExceptionally(new IllegalStateException(
                    threads.isShutdown()
                            ? "The provider of applications is closed"
                            : mostWaiting + " questions wait for the applications' database already"));
        }
        return query.answer;
    }

    /**
     * Ends the threads. Whose question waits for one is told that there will be no answer. No thread is interrupted: H2 closes its files where
     * that happens, for all who use them.
     */
    @Override
    public void close() {
        threads.shutdown();
        List<Runnable> left = new ArrayList<>();
        threads.getQueue().drainTo(left);
        for (Runnable query : left) {
            ((Query) query)
                    .answer.completeExceptionally(new IllegalStateException("The provider of applications is closed"));
        }
        database.close();
    }

    private final class Query implements Runnable {

        private final CompletableFuture<Optional<Application>> answer = new CompletableFuture<>();
        private final String asked;
        private final boolean isId;
        private final long since = ticker.nanoTime();

        Query(String asked, boolean isId) {
            this.asked = asked;
            this.isId = isId;
        }

        @Override
        public void run() {
            if (ticker.nanoTime() - since > PATIENCE * database.timeout().toNanos()) {
                answer.completeExceptionally(new IllegalStateException(
                        "The applications' database was not asked: the questions before took too long"));
                return;
            }
            try {
                answer.complete(database.with(this::find));
            } catch (SQLException failed) {
                // It may have been made anew, with other columns.
                table = null;
                answer.completeExceptionally(failures.of(failed));
            } catch (RuntimeException | Error failed) {
                answer.completeExceptionally(failed);
            }
        }

        private Optional<Application> find(Connection connection) throws SQLException {
            AppsTable known = table;
            if (known == null) {
                known = AppsTable.of(connection, name, database.timeoutSeconds());
                table = known;
            }
            AppsTable.Lookup lookup = isId ? known.byId() : known.byKey();
            if (!lookup.canHave(asked)) {
                return Optional.empty();
            }
            try (PreparedStatement statement = connection.prepareStatement(lookup.sql())) {
                statement.setQueryTimeout(database.timeoutSeconds());
                lookup.bind(statement, asked);
                try (ResultSet rows = statement.executeQuery()) {
                    return only(rows);
                }
            }
        }

        /** A database may take letters of another case for the same: only what is the same to the letter counts. */
        private Optional<Application> only(ResultSet rows) throws SQLException {
            Application found = null;
            while (rows.next()) {
                Row row = new Row(rows);
                if (!row.text(isId ? ApplicationRow.ID : ApplicationRow.KEY).equals(Optional.of(asked))) {
                    continue;
                }
                Application application = read(row);
                if (found != null) {
                    throw badRows.tell(
                            found.id(),
                            new BadRowException(
                                    isId ? ApplicationRow.ID : ApplicationRow.KEY,
                                    "is also that of another row: " + application.id()));
                }
                found = application;
            }
            return Optional.ofNullable(found);
        }

        private Application read(Row row) throws SQLException {
            try {
                return ApplicationRow.read(row);
            } catch (BadRowException bad) {
                throw badRows.tell(row.text(ApplicationRow.ID).orElse("without an id"), bad);
            }
        }
    }
}
