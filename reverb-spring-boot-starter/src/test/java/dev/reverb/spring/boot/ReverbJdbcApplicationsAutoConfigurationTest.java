package dev.reverb.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.applications.jdbc.JdbcApplicationProvider;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The applications of a table: over the application's own data source, or another. */
class ReverbJdbcApplicationsAutoConfigurationTest {

    private static final String URL = "jdbc:h2:mem:starter;DB_CLOSE_DELAY=-1";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(ReverbAutoConfiguration.class, ReverbJdbcApplicationsAutoConfiguration.class))
            .withPropertyValues("reverb.applications.jdbc.enabled=true");

    @BeforeEach
    void createTable() throws SQLException {
        try (Connection connection = DriverManager.getConnection(URL, "sa", "s3cr3t");
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS clients");
            statement.execute("CREATE TABLE clients (id varchar(9), \"KEY\" varchar(9), secret varchar(9))");
            statement.execute("INSERT INTO clients VALUES ('1', 'shop', 's')");
        }
    }

    private static DataSource dataSource() {
        JdbcDataSource source = new JdbcDataSource();
        source.setUrl(URL);
        source.setUser("sa");
        source.setPassword("s3cr3t");
        return source;
    }

    private static Optional<Application> found(ApplicationProvider provider) {
        return provider.findByKey("shop").toCompletableFuture().join();
    }

    @Test
    void nothingIsReadUnlessItIsAskedFor() {
        runner.withPropertyValues("reverb.applications.jdbc.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ApplicationProvider.class));
    }

    @Test
    void theApplicationsOwnDataSourceIsUsed() {
        runner.withBean(DataSource.class, ReverbJdbcApplicationsAutoConfigurationTest::dataSource)
                .withPropertyValues("reverb.applications.jdbc.table=clients")
                .run(context -> {
                    assertThat(found(context.getBean(ApplicationProvider.class)))
                            .isPresent();
                });
    }

    @Test
    void anotherDatabaseIsUsedWhereOneIsNamed() {
        runner.withPropertyValues(
                        "reverb.applications.jdbc.url=" + URL,
                        "reverb.applications.jdbc.username=sa",
                        "reverb.applications.jdbc.password=s3cr3t",
                        "reverb.applications.jdbc.table=clients",
                        "reverb.applications.jdbc.pool-size=1",
                        "reverb.applications.jdbc.timeout=1",
                        "reverb.applications.jdbc.refresh-after=2",
                        "reverb.applications.jdbc.time-to-live=3",
                        "reverb.applications.jdbc.miss-time-to-live=1",
                        "reverb.applications.jdbc.max-staleness=10m")
                .run(context -> {
                    JdbcApplicationProvider provider = context.getBean(JdbcApplicationProvider.class);
                    assertThat(provider).hasToString("JdbcApplicationProvider[table=clients]");
                    assertThat(found(provider)).isPresent();
                });
    }

    @Test
    void aProviderOfYoursWins() {
        runner.withBean(ApplicationProvider.class, () -> ApplicationProvider.of(Application.of("2", "blog", "s")))
                .run(context -> assertThat(context).doesNotHaveBean(JdbcApplicationProvider.class));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "table=a.b.c.d | reverb.applications.jdbc.table: table must be a name such as apps, reverb.apps or \"Apps\", not a.b.c.d.",
                "pool-size=0 | reverb.applications.jdbc.pool-size: poolSize must be at least 1, not 0.",
                "timeout=0 | reverb.applications.jdbc.timeout: timeout must be 250 milliseconds to an hour, not PT0S.",
                "max-pending-queries=0 | reverb.applications.jdbc.max-pending-queries: maxPendingQueries must be at least 1, not 0.",
                "miss-time-to-live=0 | reverb.applications.jdbc.miss-time-to-live: missTimeToLive must be more than nothing and at most a year, not PT0S.",
                "time-to-live=20 | reverb.applications.jdbc.time-to-live: refreshAfter (PT30S) must be at most timeToLive (PT20S).",
            })
    void aWrongValueIsSaid(String property, String said) {
        runner.withPropertyValues("reverb.applications.jdbc.url=" + URL, "reverb.applications.jdbc." + property)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(InvalidSettingException.class)
                        .hasMessage(said));
    }

    @Test
    void withoutADatabaseOrTheModuleItSaysWhatIsMissing() {
        runner.run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessage("reverb.applications.jdbc.enabled is true, but there is no database."));
        runner.withPropertyValues("reverb.applications.jdbc.url=jdbc:nothing://h?password=s3cr3t")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage(
                                "reverb.applications.jdbc.url: url: no JDBC driver on the class path takes jdbc:nothing:….")
                        .hasMessageNotContaining("s3cr3t"));
        runner.withClassLoader(new FilteredClassLoader(JdbcApplicationProvider.class))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("there is nothing to read a table with"));
    }
}
