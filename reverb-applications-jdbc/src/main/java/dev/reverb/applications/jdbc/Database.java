package dev.reverb.applications.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Lends connections for one question each, and takes care that each ends: a statement by its time-out, and where the network swallows what is
 * said, the connection by another. How long it takes to get a connection is up to the source.
 */
final class Database implements AutoCloseable {

    /** A question to be asked over a connection. */
    interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    private static final long NETWORK_GRACE_MILLIS = 1_000;

    private final DataSource source;
    private final @Nullable AutoCloseable owned;
    private final Duration timeout;

    /**
     * Connections of a source.
     *
     * @param source where they come from
     * @param owned what to close at the end; null where it is somebody else's
     * @param timeout how long a statement may take
     */
    Database(DataSource source, @Nullable AutoCloseable owned, Duration timeout) {
        this.source = source;
        this.owned = owned;
        this.timeout = timeout;
    }

    Duration timeout() {
        return timeout;
    }

    /** As {@link java.sql.Statement#setQueryTimeout} takes it: whole seconds, and 0 would be for ever. */
    int timeoutSeconds() {
        return (int) Math.max(1, TimeUnit.MILLISECONDS.toSeconds(timeout.toMillis() + 999));
    }

    <T> T with(Question<T> question) throws SQLException {
        try (Connection connection = source.getConnection()) {
            int before = limitNetwork(connection);
            try {
                return question.ask(connection);
            } finally {
                giveBack(connection, before);
            }
        }
    }

    /** Returns what its limit was; -1 where the driver has none. */
    private int limitNetwork(Connection connection) throws SQLException {
        try {
            int before = connection.getNetworkTimeout();
            connection.setNetworkTimeout(
                    Runnable::run, Math.toIntExact(timeoutSeconds() * 1_000L + NETWORK_GRACE_MILLIS));
            return before;
        } catch (java.sql.SQLFeatureNotSupportedException without) {
            return -1;
        }
    }

    private static void giveBack(Connection connection, int networkTimeout) throws SQLException {
        if (connection.isClosed()) {
            return;
        }
        if (!connection.getAutoCommit()) {
            // Somebody else's data source: the next question is to see what is there by then.
            connection.rollback();
        }
        if (networkTimeout >= 0) {
            connection.setNetworkTimeout(Runnable::run, networkTimeout);
        }
    }

    @Override
    public void close() {
        if (owned != null) {
            try {
                owned.close();
            } catch (RuntimeException failed) {
                throw failed;
            } catch (Exception failed) {
                throw new IllegalStateException("The pool of connections cannot be closed", failed);
            }
        }
    }
}
