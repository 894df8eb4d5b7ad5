package dev.reverb.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.tck.application.ApplicationChangeKit;
import dev.reverb.tck.application.ApplicationStore;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The applications of a running process change with its file. */
@Timeout(180)
class ApplicationReloadIT {

    @TempDir
    Path directory;

    private final HttpClient http = HttpClient.newHttpClient();

    /** Writes the whole file for each change, as editors and deployments do. */
    private final class Store implements ApplicationStore {

        private final Map<String, Application> applications = new LinkedHashMap<>();

        Store(Collection<Application> first) throws IOException {
            first.forEach(application -> applications.put(application.id(), application));
            write();
        }

        @Override
        public void put(Application application) throws IOException {
            applications.put(application.id(), application);
            write();
        }

        @Override
        public void remove(String id) throws IOException {
            applications.remove(id);
            write();
        }

        private void write() throws IOException {
            StringBuilder yaml = new StringBuilder("server: {host: 127.0.0.1, application_check_interval: 1}\napps:\n");
            for (Application application : applications.values()) {
                yaml.append(
                        "  - {app_id: %s, key: %s, secret: %s, max_connections: %d, accept_client_events_from: %s}\n"
                                .formatted(
                                        application.id(),
                                        application.key(),
                                        application.secret(),
                                        application.maxConnections() == Application.UNLIMITED
                                                ? 0
                                                : application.maxConnections(),
                                        application
                                                .acceptClientEventsFrom()
                                                .name()
                                                .toLowerCase(Locale.ROOT)));
            }
            replace(yaml.toString());
        }
    }

    private void replace(String text) throws IOException {
        Path written = Files.writeString(directory.resolve("new.yaml"), text);
        Files.move(written, directory.resolve("reverb.yaml"), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void aThousandConnectionsSeeWhatTheyShould() throws Exception {
        Store store = new Store(ApplicationChangeKit.applications());
        try (ServerProcess server = ServerProcess.start(directory, Map.of(), "--config", "reverb.yaml")) {
            ApplicationChangeKit.run(server.port(), store);
            String log = String.join("\n", server.out());
            assertThat(log)
                    .contains("added [kit-added]")
                    .contains("changed [kit-changing]")
                    .contains("removed [kit-removed]")
                    .contains("The application kit-removed exists no more; its connections are closed")
                    .doesNotContain("-secret");
            assertThat(server.err()).isEmpty();
        }
    }

    @Test
    void aHangUpReadsTheFileAndAWrongOneChangesNothing() throws Exception {
        String one = "apps: [{app_id: one, key: one-key, secret: s3cr3t}]\n";
        String two = one.replace("one", "two");
        String settings = "server: {host: 127.0.0.1, reload_applications: false}\n";
        replace(settings + one);
        try (ServerProcess server = ServerProcess.start(directory, Map.of(), "--config", "reverb.yaml")) {
            String url = "ws://127.0.0.1:" + server.port() + "/app/";
            replace(settings + one.replace("key:", "kee:"));
            server.hangUp();
            server.awaitLine(line -> line.contains("ERROR")
                    && line.endsWith("reverb.yaml:2: apps[0].kee: unknown setting; did you mean key?;"
                            + " the applications stay as they are"));
            assertThat(TestClient.connect(http, url + "one-key").message()).contains("connection_established");

            replace(settings + two);
            server.hangUp();
            server.awaitLine(line -> line.endsWith("Applications reloaded: added [two] removed [one]"));
            TestClient client = TestClient.connect(http, url + "two-key");
            assertThat(client.message()).contains("connection_established");
            assertThat(TestClient.connect(http, url + "one-key").closeCode()).isEqualTo(4001);

            server.terminate();
            assertThat(client.closeCode()).isEqualTo(4200);
            assertThat(server.status()).isZero();
            assertThat(server.out()).noneMatch(line -> line.contains("s3cr3t"));
            assertThat(List.copyOf(server.err())).isEmpty();
        }
    }
}
