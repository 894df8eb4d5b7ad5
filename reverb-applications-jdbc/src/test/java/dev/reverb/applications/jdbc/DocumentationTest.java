package dev.reverb.applications.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.applications.caching.CachingApplicationProvider;
import dev.reverb.tck.InMemoryTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page for users shows does what it says. */
class DocumentationTest {

    private static final Pattern COLUMN = Pattern.compile("(?m)^ {4}[\"`]?(\\w+)[\"`]? ");

    @Test
    void aServerOverATable() throws IOException {
        H2Database database = new H2Database("documentation");
        database.drop("apps");
        database.createOurs();
        database.execute("INSERT INTO apps (id, \"KEY\", secret) VALUES ('shop', 'shop-key', 's')");
        String url = database.url();
        String password = TestDatabase.PASSWORD;
        InMemoryTransport transport = new InMemoryTransport();
        // [provider]
        // The URL is such as jdbc:postgresql://127.0.0.1/reverb
        try (JdbcApplicationProvider applications = JdbcApplicationProvider.builder(url)
                        .user("reverb")
                        .password(password)
                        .caching(cache -> cache.timeToLive(Duration.ofMinutes(5)))
                        .build();
                ReverbServer server = ReverbServer.builder()
                        .applicationProvider(applications)
                        .transport(transport)
                        .start()) {
            // …
            applications.invalidate("shop"); // after a change of its row
            // [provider]
            assertThat(server.publish("shop", "orders", "shipped", "{}")).isNotNull();
            assertThat(applications.findByKey("shop-key").toCompletableFuture().join())
                    .isPresent();
        }
    }

    @Test
    void aCacheBeforeAProvider() {
        ApplicationProvider yours = ApplicationProvider.of(Application.of("1", "shop", "s"));
        // [caching]
        CachingApplicationProvider applications = CachingApplicationProvider.builder(yours)
                .timeToLive(Duration.ofMinutes(5))
                .maxStaleness(Duration.ofHours(6))
                .build();
        // [caching]
        assertThat(applications.findByKey("shop").toCompletableFuture().join()).isPresent();
    }

    /** The statements are for the same table, and the page names each of its columns. */
    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mysql", "h2"})
    void everyColumnIsNamed(String database) throws IOException {
        List<String> columns = columns(database);
        assertThat(columns).hasSize(35).isEqualTo(columns("postgresql"));
        String page = Files.readString(Path.of("../docs/applications.md"));
        String section = page.substring(page.indexOf("### Columns"), page.indexOf("### When a change is seen"));
        assertThat(columns).allSatisfy(column -> assertThat(section).contains("`" + column + "`"));
    }

    private static List<String> columns(String database) throws IOException {
        String statement = Files.readString(Path.of("src/main/resources/META-INF/reverb/apps-" + database + ".sql"));
        Matcher column = COLUMN.matcher(statement);
        return Arrays.asList(column.results()
                .map(found -> found.group(1).toLowerCase(Locale.ROOT))
                .toArray(String[]::new));
    }
}
