package dev.reverb.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real process: started, connected to, and stopped in every way there is. */
@Timeout(180)
class StandaloneServerIT {

    private static final Map<String, String> CREDENTIALS =
            Map.of("REVERB_APP_ID", "1", "REVERB_APP_KEY", "the-key", "REVERB_APP_SECRET", "s3cr3t");

    @TempDir
    Path directory;

    private final HttpClient http = HttpClient.newHttpClient();

    @ParameterizedTest
    @ValueSource(strings = {"jetty", "undertow"})
    void startsFromNothingAndStopsGracefully(String transport) throws Exception {
        try (ServerProcess server = ServerProcess.start(directory, Map.of(), "--transport", transport)) {
            assertThat(server.awaitLine(line -> line.startsWith("Reverb "))).endsWith("(" + transport + ")");
            int port = server.port();
            String key = server.credential("REVERB_APP_KEY");
            TestClient client = TestClient.connect(http, "ws://127.0.0.1:" + port + "/app/" + key);
            assertThat(client.message()).startsWith("{\"event\":\"pusher:connection_established\"");
            assertThat(up(server)).isEqualTo(200);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(".env"))))
                    .isEqualTo("rw-------");

            server.terminate();
            assertThat(client.closeCode()).isEqualTo(4200);
            assertThat(server.status()).isZero();
            assertThat(server.err()).isEmpty();
            // What the servers below say when they come and go is nobody's concern.
            assertThat(server.out())
                    .filteredOn(line -> line.matches("\\d{4}-\\d\\d-\\d\\d .*"))
                    .singleElement()
                    .asString()
                    .contains(" INFO  Shutdown: ");
        }
        try (ServerProcess again = ServerProcess.start(directory, Map.of(), "--transport", transport)) {
            String key = again.awaitLine(line -> line.contains("application ")).replaceFirst(".*, key ", "");
            assertThat(Files.readString(directory.resolve(".env"))).contains("REVERB_APP_KEY=" + key);
            TestClient client = TestClient.connect(http, "ws://127.0.0.1:" + again.port() + "/app/" + key);
            assertThat(client.message()).contains("connection_established");
        }
    }

    @Test
    void tellsTheWebhooksOfItsEnvironmentToTheLast() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        HttpServer hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.createContext("/", exchange -> {
            told.add(exchange.getRequestHeaders().getFirst("X-Tenant") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        hook.start();
        String webhooks = """
                [{"url": "http://127.0.0.1:%d/?token=s3cr3t", "headers": {"X-Tenant": 7},
                  "event_types": ["channel_occupied", "channel_vacated"], "filter": {"channel_name_starts_with": "ord"}}]
                """.formatted(hook.getAddress().getPort());
        try (ServerProcess server =
                ServerProcess.start(directory, with(CREDENTIALS, "REVERB_APP_WEBHOOKS", webhooks))) {
            assertThat(server.awaitLine(line -> line.contains("application ")))
                    .isEqualTo("  application 1, key the-key, 1 webhook");
            TestClient client = TestClient.connect(http, "ws://127.0.0.1:" + server.port() + "/app/the-key");
            client.send("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"other\"}}");
            client.send("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"orders\"}}");
            assertThat(told.poll(60, TimeUnit.SECONDS))
                    .startsWith("7 {")
                    .endsWith("\"events\":[{\"name\":\"channel_occupied\",\"channel\":\"orders\"}]}");

            server.terminate();
            assertThat(server.status()).isZero();
            assertThat(told.poll()).endsWith("\"events\":[{\"name\":\"channel_vacated\",\"channel\":\"orders\"}]}");
            assertThat(server.err()).isEmpty();
            assertThat(server.out()).noneMatch(line -> line.contains("s3cr3t"));
        } finally {
            hook.stop(0);
        }
    }

    @Test
    void servesThePlaygroundToThisMachine() throws Exception {
        try (ServerProcess server = ServerProcess.start(directory, Map.of())) {
            HttpResponse<String> page = get("http://localhost:" + server.port() + "/");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
        }
    }

    @Test
    void withCredentialsOfItsOwnThereIsNoPlayground() throws Exception {
        try (ServerProcess server = ServerProcess.start(directory, CREDENTIALS)) {
            assertThat(get("http://localhost:" + server.port() + "/").statusCode())
                    .isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jetty", "undertow"})
    void aPortInUseIsOneLine(String transport) throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                ServerProcess server = ServerProcess.run(
                        directory,
                        with(CREDENTIALS, "REVERB_TRANSPORT", transport),
                        "start",
                        "--host=127.0.0.1",
                        "--port=" + other.getLocalPort())) {
            assertThat(server.status()).isEqualTo(2);
            assertThat(server.err())
                    .singleElement()
                    .asString()
                    .startsWith("reverb: ")
                    .contains("127.0.0.1", String.valueOf(other.getLocalPort()));
            assertThat(server.out()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jetty", "undertow"})
    void anAddressOfAnotherMachineIsOneLine(String transport) throws Exception {
        try (ServerProcess server = ServerProcess.run(
                directory, with(CREDENTIALS, "REVERB_TRANSPORT", transport), "start", "--host=192.0.2.1", "--port=0")) {
            assertThat(server.status()).isEqualTo(2);
            assertThat(server.err())
                    .singleElement()
                    .asString()
                    .startsWith("reverb: ")
                    .contains("192.0.2.1");
        }
    }

    @Test
    void aWrongOptionIsOneLine() throws Exception {
        try (ServerProcess server = ServerProcess.run(directory, CREDENTIALS, "start", "--prot", "1")) {
            assertThat(server.status()).isEqualTo(2);
            assertThat(server.err()).containsExactly("reverb: there is no option --prot; did you mean --port?");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jetty", "undertow"})
    void aFileThatIsNoCertificateIsOneLine(String transport) throws Exception {
        Files.writeString(directory.resolve("cert.pem"), "nothing of the kind");
        try (ServerProcess server = ServerProcess.start(
                directory, with(CREDENTIALS, "REVERB_TLS_LOCAL_CERT", "cert.pem"), "--transport", transport)) {
            assertThat(server.status()).isEqualTo(2);
            assertThat(server.err())
                    .singleElement()
                    .asString()
                    .startsWith("reverb: ")
                    .contains("cert.pem");
        }
    }

    @Test
    void anotherCtrlCEndsADrainingServerAtOnce() throws Exception {
        assumeThat(ServerProcess.canResetSignals()).isTrue();
        try (ServerProcess server = ServerProcess.start(directory, with(CREDENTIALS, "REVERB_DRAIN_DELAY", "3600"))) {
            assertThat(up(server)).isEqualTo(200);
            server.interrupt();
            while (up(server) != 503) {
                Thread.onSpinWait();
            }
            server.interrupt();
            assertThat(server.status()).isEqualTo(130);
        }
    }

    @Test
    void ctrlCStopsGracefully() throws Exception {
        assumeThat(ServerProcess.canResetSignals()).isTrue();
        try (ServerProcess server = ServerProcess.start(directory, CREDENTIALS)) {
            server.port();
            server.interrupt();
            assertThat(server.status()).isZero();
        }
    }

    @Test
    void debugShowsTheTraffic() throws Exception {
        try (ServerProcess server = ServerProcess.start(directory, CREDENTIALS, "--debug")) {
            TestClient client = TestClient.connect(http, "ws://127.0.0.1:" + server.port() + "/app/the-key");
            assertThat(client.message()).contains("connection_established");
            client.send("{\"event\":\"pusher:ping\"}");
            assertThat(client.message()).contains("pusher:pong");
            server.awaitLine(line -> line.contains("DEBUG traffic") && line.contains("pusher:ping"));
            server.terminate();
            assertThat(server.status()).isZero();
            assertThat(server.out()).noneMatch(line -> line.contains("s3cr3t"));
        }
    }

    @Test
    void withoutDebugTheTrafficIsNotShown() throws Exception {
        try (ServerProcess server = ServerProcess.start(directory, CREDENTIALS)) {
            TestClient client = TestClient.connect(http, "ws://127.0.0.1:" + server.port() + "/app/the-key");
            assertThat(client.message()).contains("connection_established");
            server.terminate();
            assertThat(server.status()).isZero();
            assertThat(server.out()).noneMatch(line -> line.contains("connection_established"));
        }
    }

    @Test
    void servesTheApplicationsOfAYamlFileBelowAPath() throws Exception {
        Files.writeString(directory.resolve("reverb.yaml"), """
                server: {path: ws}
                apps:
                  - {app_id: 1, key: one, secret: s}
                  - {app_id: 2, key: two, secret: s, enabled: false}
                """);
        try (ServerProcess server = ServerProcess.start(directory, Map.of(), "--config", "reverb.yaml")) {
            String base = "ws://127.0.0.1:" + server.port() + "/ws/app/";
            assertThat(TestClient.connect(http, base + "one").message()).contains("connection_established");
            TestClient refused = TestClient.connect(http, base + "two");
            assertThat(refused.message()).contains("4003");
            assertThat(refused.closeCode()).isEqualTo(4003);
            assertThat(directory.resolve(".env")).doesNotExist();
        }
    }

    @Test
    void speaksTlsWithTheCertificateThatValetMade() throws Exception {
        SelfSigned certificate = SelfSigned.forHost("localhost", directory);
        certificate.writePem(
                directory.resolve(".config/valet/Certificates/localhost.crt"),
                directory.resolve(".config/valet/Certificates/localhost.key"));
        try (ServerProcess server = ServerProcess.start(directory, CREDENTIALS, "--hostname", "localhost")) {
            assertThat(server.scheme()).isEqualTo("https");
            speaksTls(server, certificate);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jetty", "undertow"})
    void speaksTlsWithAKeystore(String transport) throws Exception {
        SelfSigned certificate = SelfSigned.forHost("localhost", directory);
        Map<String, String> environment = with(
                with(CREDENTIALS, "REVERB_TLS_KEYSTORE", certificate.store().toString()),
                "REVERB_TLS_PASSPHRASE",
                SelfSigned.PASSPHRASE);
        try (ServerProcess server = ServerProcess.start(directory, environment, "--transport", transport)) {
            assertThat(server.scheme()).isEqualTo("https");
            speaksTls(server, certificate);
        }
    }

    @Test
    void aWrongPassphraseIsOneLineThatDoesNotShowIt() throws Exception {
        SelfSigned certificate = SelfSigned.forHost("localhost", directory);
        Map<String, String> environment = with(
                with(CREDENTIALS, "REVERB_TLS_KEYSTORE", certificate.store().toString()),
                "REVERB_TLS_PASSPHRASE",
                "not-the-passphrase");
        try (ServerProcess server = ServerProcess.start(directory, environment)) {
            assertThat(server.status()).isEqualTo(2);
            assertThat(server.err())
                    .singleElement()
                    .asString()
                    .startsWith("reverb: ")
                    .doesNotContain("not-the-passphrase");
        }
    }

    private static void speaksTls(ServerProcess server, SelfSigned certificate) throws Exception {
        HttpClient client =
                HttpClient.newBuilder().sslContext(certificate.trusting()).build();
        String authority = "localhost:" + server.port();
        HttpResponse<String> up = client.send(
                HttpRequest.newBuilder(URI.create("https://" + authority + "/up"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(up.statusCode()).isEqualTo(200);
        assertThat(TestClient.connect(client, "wss://" + authority + "/app/the-key")
                        .message())
                .contains("connection_established");
    }

    private int up(ServerProcess server) throws IOException, InterruptedException {
        return get("http://127.0.0.1:" + server.port() + "/up").statusCode();
    }

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(url)).build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private static Map<String, String> with(Map<String, String> environment, String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return more;
    }
}
