package dev.reverb.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real process over a database that somebody else writes to. */
@Timeout(180)
class ApplicationsTableIT {

    @TempDir
    Path directory;

    private final HttpClient http = HttpClient.newHttpClient();

    private String url() {
        // A file that two processes may have open.
        return "jdbc:h2:file:" + directory.resolve("apps") + ";AUTO_SERVER=TRUE";
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), "sa", "s3cr3t");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void servesWhatIsInTheTableAndClosesWhatIsNoLonger() throws Exception {
        execute("CREATE TABLE apps (id varchar(9), \"KEY\" varchar(9), secret varchar(9))");
        execute("INSERT INTO apps VALUES ('1', 'shop', 's')");
        Map<String, String> environment = Map.of(
                "REVERB_APPS_PROVIDER", "jdbc",
                "REVERB_APPS_JDBC_URL", url(),
                "REVERB_APPS_JDBC_USERNAME", "sa",
                "REVERB_APPS_JDBC_PASSWORD", "s3cr3t",
                "REVERB_APPS_JDBC_REFRESH_AFTER", "1",
                "REVERB_APPS_JDBC_TIME_TO_LIVE", "1",
                "REVERB_APPLICATION_CHECK_INTERVAL", "1");
        try (ServerProcess server = ServerProcess.start(directory, environment)) {
            TestClient client = TestClient.connect(http, "ws://127.0.0.1:" + server.port() + "/app/shop");
            assertThat(client.message()).startsWith("{\"event\":\"pusher:connection_established\"");
            execute("DELETE FROM apps");
            assertThat(client.closeCode()).isEqualTo(4003);
            server.terminate();
            assertThat(server.status()).isZero();
            assertThat(server.err()).noneMatch(line -> line.contains("s3cr3t"));
        }
    }
}
