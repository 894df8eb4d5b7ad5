package dev.reverb.applications.jdbc;

import dev.reverb.application.Application;
import dev.reverb.application.ClientEventPolicy;
import dev.reverb.tck.application.ApplicationStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** A table of applications, as its users write it. */
final class AppsStore implements ApplicationStore {

    private final TestDatabase database;

    AppsStore(TestDatabase database) {
        this.database = database;
    }

    @Override
    public void put(Application application) throws SQLException {
        if (update(
                        "UPDATE apps SET secret = ?, max_connections = ?, enable_client_messages = ?, "
                                + database.keyColumn() + " = ? WHERE id = ?",
                        application)
                == 0) {
            update(
                    "INSERT INTO apps (secret, max_connections, enable_client_messages, " + database.keyColumn()
                            + ", id) VALUES (?, ?, ?, ?, ?)",
                    application);
        }
    }

    private int update(String sql, Application application) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            int most = application.maxConnections();
            statement.setString(1, application.secret());
            statement.setInt(2, most == Application.UNLIMITED ? -1 : most);
            statement.setBoolean(3, application.acceptClientEventsFrom() == ClientEventPolicy.MEMBERS);
            statement.setString(4, application.key());
            statement.setString(5, application.id());
            return statement.executeUpdate();
        }
    }

    @Override
    public void remove(String id) {
        database.execute("DELETE FROM apps WHERE id = '" + id + "'");
    }
}
