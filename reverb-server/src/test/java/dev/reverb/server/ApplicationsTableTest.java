package dev.reverb.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.applications.jdbc.JdbcApplicationProvider;
import dev.reverb.server.config.Configuration;
import dev.reverb.server.config.EnvironmentVariables;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table that is named by variables is read. */
class ApplicationsTableTest {

    private static final String URL = "jdbc:h2:mem:table;DB_CLOSE_DELAY=-1";

    @TempDir
    Path directory;

    @Test
    void everySettingOfATableArrives() throws Exception {
        try (Connection connection = DriverManager.getConnection(URL, "sa", "s3cr3t");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE clients (id varchar(9), \"KEY\" varchar(9), secret varchar(9))");
            statement.execute("INSERT INTO clients VALUES ('1', 'shop', 's')");
        }
        Map<String, String> variables = new HashMap<>();
        variables.put("REVERB_APPS_PROVIDER", "jdbc");
        variables.put("REVERB_APPS_JDBC_URL", URL);
        variables.put("REVERB_APPS_JDBC_USERNAME", "sa");
        variables.put("REVERB_APPS_JDBC_PASSWORD", "s3cr3t");
        variables.put("REVERB_APPS_JDBC_TABLE", "clients");
        variables.put("REVERB_APPS_JDBC_POOL_SIZE", "1");
        variables.put("REVERB_APPS_JDBC_TIMEOUT", "1");
        variables.put("REVERB_APPS_JDBC_MAX_PENDING_QUERIES", "7");
        variables.put("REVERB_APPS_JDBC_REFRESH_AFTER", "1");
        variables.put("REVERB_APPS_JDBC_TIME_TO_LIVE", "2");
        variables.put("REVERB_APPS_JDBC_MISS_TIME_TO_LIVE", "1");
        variables.put("REVERB_APPS_JDBC_MAX_STALENESS", "3");
        Configuration configuration = Configuration.load(
                EnvironmentVariables.read(variables, directory.resolve(".env")), Optional.empty(), Map.of());
        assertThat(configuration.warnings()).isEmpty();
        try (JdbcApplicationProvider provider =
                ApplicationsTable.of(configuration.table().orElseThrow())) {
            assertThat(provider).hasToString("JdbcApplicationProvider[table=clients]");
            assertThat(provider.findByKey("shop").toCompletableFuture().join()).isPresent();
            assertThat(provider.findByKey("blog").toCompletableFuture().join()).isEmpty();
        }
    }
}
