package dev.reverb.applications.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Gives no connection before it is told to. */
final class HeldDataSource implements DataSource {

    private final DataSource source;
    private final CountDownLatch asked;
    private final CountDownLatch goOn;

    HeldDataSource(DataSource source, CountDownLatch asked, CountDownLatch goOn) {
        this.source = source;
        this.asked = asked;
        this.goOn = goOn;
    }

    @Override
    public Connection getConnection() throws SQLException {
        asked.countDown();
        try {
            goOn.await();
        } catch (InterruptedException e) {
            throw new SQLException(e);
        }
        return source.getConnection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return source.getConnection(user, password);
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return source.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        source.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        source.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return source.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return source.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return source.isWrapperFor(type);
    }
}
