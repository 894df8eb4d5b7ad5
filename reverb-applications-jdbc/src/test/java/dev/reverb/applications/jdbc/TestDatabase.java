package dev.reverb.applications.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A database for tests, and what is its own way of saying things. */
abstract class TestDatabase {

    static final String PASSWORD = "Kn0wn-to-t3sts";

    private final String file;
    private final String quote;
    private final String schema;

    TestDatabase(String file, String quote, String schema) {
        this.file = file;
        this.quote = quote;
        this.schema = schema;
    }

    abstract String url();

    abstract String user();

    /** A column of JSON. */
    abstract String jsonType();

    /** Yes or no, as it stands in a statement. */
    abstract String flag(boolean value);

    /** The column, in quotes. */
    abstract String keyColumn();

    final String schema() {
        return schema;
    }

    final String quoted(String name) {
        return quote + name.replace(quote, quote + quote) + quote;
    }

    final JdbcApplicationProvider.Builder provider() {
        return JdbcApplicationProvider.builder(url()).user(user()).password(PASSWORD);
    }

    final HikariDataSource dataSource() {
        HikariDataSource source = new HikariDataSource();
        source.setJdbcUrl(url());
        source.setUsername(user());
        source.setPassword(PASSWORD);
        source.setMaximumPoolSize(2);
        return source;
    }

    final Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), user(), PASSWORD);
    }

    final void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    final void drop(String table) {
        execute("DROP TABLE IF EXISTS " + table);
    }

    /** The table that we tell users to make. */
    final void createOurs() {
        try (InputStream in = JdbcApplicationProvider.class.getResourceAsStream("/META-INF/reverb/" + file)) {
            execute(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
