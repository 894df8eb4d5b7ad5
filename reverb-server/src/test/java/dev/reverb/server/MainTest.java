package dev.reverb.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.server.config.Certificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program from its entry: words in, lines and an exit status out. The server is told to stop as soon as it runs. */
class MainTest {

    private static final Map<String, String> CREDENTIALS =
            Map.of("REVERB_APP_ID", "1", "REVERB_APP_KEY", "the-key", "REVERB_APP_SECRET", "s3cr3t");

    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private FakeTransport transport = new FakeTransport();

    @Test
    void startsAndStops() {
        environment.putAll(CREDENTIALS);
        assertThat(run("start")).isZero();
        assertThat(out()).isEqualTo("""
                Reverb %s on http://0.0.0.0:8080 (jetty)
                  application 1, key the-key
                """.formatted(Version.current()));
        assertThat(err()).isEmpty();
        assertThat(transport.stopped).isTrue();
    }

    @Test
    void optionsReachTheServer() {
        environment.putAll(CREDENTIALS);
        assertThat(run("start", "--host", "127.0.0.1", "--port=0", "--path", "ws", "--transport=fake"))
                .isZero();
        assertThat(out()).startsWith("Reverb " + Version.current() + " on http://127.0.0.1:4711/ws (fake)");
        assertThat(transport.host).isEqualTo("127.0.0.1");
        assertThat(transport.endpoint.orElseThrow().claims("/ws/app/x")).isTrue();
    }

    @Test
    void theSettingsOfTheServerReachTheEngine() throws IOException {
        environment.putAll(CREDENTIALS);
        Path file = Files.writeString(
                directory.resolve("r.json"), "{\"server\": {\"max_request_size\": 5, \"request_timeout\": 7}}");
        assertThat(run("start", "--config", file.toString())).isZero();
        assertThat(transport.endpoint.orElseThrow().maxRequestSize()).isEqualTo(5);
        assertThat(transport.endpoint.orElseThrow().requestTimeout()).hasSeconds(7);
    }

    @Test
    void aUrlThatIsNoneOfRedisIsOneLineThatDoesNotShowIt() {
        environment.putAll(CREDENTIALS);
        environment.putAll(Map.of("REVERB_SCALING_ENABLED", "true", "REDIS_URL", "http://:s3cr3t@h"));
        assertThat(run("start")).isEqualTo(2);
        assertThat(err())
                .startsWith("reverb: REDIS_URL: ")
                .doesNotContain("s3cr3t")
                .hasLineCount(1);
        assertThat(out()).isEmpty();
    }

    @Test
    void theApplicationsMayBeThoseOfATable() throws Exception {
        String url = "jdbc:h2:mem:main;DB_CLOSE_DELAY=-1";
        environment.putAll(Map.of("REVERB_APPS_PROVIDER", "jdbc", "REVERB_APPS_JDBC_URL", url));
        environment.putAll(Map.of("REVERB_APPS_JDBC_USERNAME", "sa", "REVERB_APPS_JDBC_TABLE", "reverb.clients"));
        assertThat(run("start")).isZero();
        assertThat(out()).isEqualTo("""
                Reverb %s on http://0.0.0.0:8080 (jetty)
                  applications of the table reverb.clients
                """.formatted(Version.current()));
        assertThat(err()).isEmpty();
        assertThat(directory.resolve(".env")).doesNotExist();
    }

    @Test
    void ofATableAWrongAddressOrNameIsOneLineThatShowsNothingSecret() {
        environment.putAll(
                Map.of("REVERB_APPS_PROVIDER", "jdbc", "REVERB_APPS_JDBC_URL", "jdbc:x://h?password=s3cr3t"));
        assertThat(run("start")).isEqualTo(2);
        assertThat(err()).isEqualTo("reverb: REVERB_APPS_JDBC_URL: no JDBC driver on the class path takes jdbc:x:…\n");
        err.reset();
        environment.putAll(Map.of("REVERB_APPS_JDBC_URL", "jdbc:h2:mem:", "REVERB_APPS_JDBC_TABLE", "a.b.c.d"));
        assertThat(run("start")).isEqualTo(2);
        assertThat(err()).startsWith("reverb: REVERB_APPS_JDBC_TABLE: must be a name such as apps");
        err.reset();
        environment.put("REVERB_APPS_JDBC_TABLE", "apps");
        assertThat(run("start", "--playground")).isEqualTo(2);
        assertThat(err()).isEqualTo("reverb: --playground: there is none for the applications of a database\n");
    }

    @Test
    void aRelativeFileIsInTheWorkingDirectory() throws IOException {
        environment.putAll(CREDENTIALS);
        Files.writeString(directory.resolve("r.yaml"), "server: {port: 9999}");
        assertThat(run("start", "--config", "r.yaml")).isZero();
        assertThat(out()).contains(":9999");
    }

    @Test
    void showsAtMostTenApplications() throws IOException {
        StringBuilder apps = new StringBuilder("apps:\n");
        for (int i = 1; i <= 12; i++) {
            apps.append("  - {app_id: a%d, key: k%d, secret: s, enabled: %s}\n".formatted(i, i, i != 2));
        }
        Files.writeString(directory.resolve("r.yaml"), apps);
        assertThat(run("start", "--config", "r.yaml")).isZero();
        assertThat(out())
                .contains("application a1, key k1\n", "application a2, key k2 (not enabled)", "application a10")
                .doesNotContain("a11")
                .contains("… and 2 more");
    }

    @Test
    void saysHowManyWebhooksAnApplicationHasAndNotWhere() throws IOException {
        String hook = "{url: \"https://example.com/?token=s3cr3t\", event_types: [channel_occupied], "
                + "headers: {Authorization: s3cr3t}}";
        Files.writeString(directory.resolve("r.yaml"), """
                apps:
                  - {app_id: a, key: ka, secret: s}
                  - {app_id: b, key: kb, secret: s, webhooks: [%1$s]}
                  - {app_id: c, key: kc, secret: s, webhooks: [%1$s, %1$s], enabled: false}
                """.formatted(hook));
        assertThat(run("start", "--config", "r.yaml")).isZero();
        assertThat(out())
                .contains(
                        "  application a, key ka\n",
                        "  application b, key kb, 1 webhook\n",
                        "  application c, key kc, 2 webhooks (not enabled)\n")
                .doesNotContain("s3cr3t", "example.com");
        assertThat(err()).isEmpty();
    }

    @Test
    void helpAndVersionArePrinted() {
        assertThat(run("--help")).isZero();
        assertThat(out()).contains("Usage: reverb", "start");
        assertThat(run("-h")).isZero();
        assertThat(run("start", "--help")).isZero();
        assertThat(out())
                .contains(
                        "--host",
                        "--port",
                        "--path",
                        "--hostname",
                        "--debug",
                        "--config",
                        "--transport",
                        "--playground");
        assertThat(run("--version")).isZero();
        assertThat(out()).isEqualTo("reverb " + Version.current() + "\n");
        assertThat(Version.current()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(err()).isEmpty();
    }

    @Test
    void aWrongCommandLineIsOneLine() {
        refuses("reverb: which command? Try: reverb start, or reverb --help");
        refuses("reverb: there is no option --prot; did you mean --port?", "start", "--prot", "1");
        refuses("reverb: there is no option --prot; did you mean --port?", "start", "--prot=1");
        refuses("reverb: there is no option --daemon", "start", "--daemon");
        refuses("reverb: there is no option --daemon", "--daemon");
        refuses("reverb: there is no option --por; did you mean --port?", "start", "--por", "1");
        refuses("reverb: option '--debug' takes no value", "start", "--debug=1");
        refuses("reverb: there is no command 8080", "start", "8080");
        refuses("reverb: there is no command strat; did you mean start?", "strat");
        refuses("reverb: Missing required parameter for option '--port' (PORT)", "start", "--port");
        refuses("reverb: option '--port' (PORT) should be specified only once", "start", "--port=1", "--port=2");
        refuses("reverb: --port: must be a whole number from 0 to 65535, not \"x\"", "start", "--port", "x");
        refuses(
                "reverb: " + directory.resolve("r.json") + ": cannot be read: no such file",
                "start",
                "--config",
                "r.json");
        refuses(
                "reverb: --transport: there is no transport \"netty\"; there is fake, jetty",
                "start",
                "--transport",
                "netty");
    }

    @Test
    void aPortInUseIsOneLine() {
        environment.putAll(CREDENTIALS);
        transport.failure = Optional.of(new BindException("Cannot listen on 0.0.0.0:8080: in use"));
        refuses("reverb: Cannot listen on 0.0.0.0:8080: in use", "start");
    }

    @Test
    void aBadLineInTheEnvironmentFileIsOneLine() throws IOException {
        Files.writeString(directory.resolve(".env"), "A=1\nREVERB_APP_SECRET=s3cr3t with spaces\n");
        refuses("reverb: " + directory.resolve(".env") + ":2: white space in a value without quotes", "start");
    }

    @Test
    void anUnexpectedFailureHasItsOwnStatus() {
        environment.putAll(CREDENTIALS);
        Main main = new Main(
                surroundings(),
                new Transports(Map.of("jetty", (host, port, certificate) -> {
                    throw new IllegalStateException("a bug");
                })),
                (stop, stopAndWait) -> stop.run());
        assertThat(main.run(List.of("start"))).isEqualTo(1);
        assertThat(err()).startsWith("reverb: unexpected failure: java.lang.IllegalStateException: a bug\n");
    }

    @Test
    void warningsDoNotStopTheStart() {
        environment.putAll(CREDENTIALS);
        environment.put("REVERB_APP_MAX_CONECTIONS", "5");
        assertThat(run("start")).isZero();
        assertThat(err())
                .isEqualTo("reverb: warning: REVERB_APP_MAX_CONECTIONS: unknown setting; "
                        + "did you mean REVERB_APP_MAX_CONNECTIONS?\n");
    }

    @Test
    void makesCredentialsAndKeepsThem() throws IOException {
        assertThat(run("start", "--port", "0")).isZero();
        String first = out();
        assertThat(err()).isEmpty();
        assertThat(first)
                .contains("playground  http://localhost:4711/ (this machine only)")
                .contains("It is kept in " + directory.resolve(".env") + ", which only you can read")
                .contains("new Echo({", "wsPort: 4711", "forceTLS: false");
        String secret = value(first, "REVERB_APP_SECRET");
        String key = value(first, "REVERB_APP_KEY");
        assertThat(value(first, "REVERB_APP_ID")).matches("[1-9]\\d{5}");
        assertThat(key).matches("[a-z0-9]{20}");
        assertThat(secret).matches("[a-z0-9]{40}");
        assertThat(first).contains("key: '" + key + "'");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(".env"))))
                .isEqualTo("rw-------");

        assertThat(run("start", "--port", "0")).isZero();
        assertThat(out())
                .contains("key " + key, "playground  http://localhost:4711/ (this machine only)")
                .doesNotContain(secret, "new Echo");
    }

    @Test
    void credentialsOfOnesOwnOpenNoPlayground() throws IOException {
        assertThat(run("start")).isZero();
        Path file = directory.resolve(".env");
        String secret = value(out(), "REVERB_APP_SECRET");
        Files.writeString(file, Files.readString(file).replace(secret, "chosen"));
        assertThat(run("start")).isZero();
        assertThat(out()).doesNotContain("playground");
        assertThat(transport.endpoint.orElseThrow().claims("/")).isFalse();
    }

    @Test
    void thePlaygroundCanBeAskedForAndRefused() {
        environment.putAll(CREDENTIALS);
        assertThat(run("start", "--playground")).isZero();
        assertThat(out()).contains("playground  http://localhost:8080/\n");
        assertThat(err()).contains("reverb: warning: the playground signs for everybody who can reach this server");
        assertThat(transport.endpoint.orElseThrow().claims("/")).isTrue();

        environment.keySet().removeAll(CREDENTIALS.keySet());
        environment.put("REVERB_PLAYGROUND", "false");
        assertThat(run("start")).isZero();
        assertThat(out()).doesNotContain("playground").contains("new Echo({");
        assertThat(transport.endpoint.orElseThrow().claims("/")).isFalse();
    }

    @Test
    void emptyVariablesOfTheProcessDoNotMakeCredentialsEveryTime() throws IOException {
        environment.putAll(Map.of("REVERB_APP_ID", "", "REVERB_APP_KEY", "", "REVERB_APP_SECRET", ""));
        assertThat(run("start")).isZero();
        String made = Files.readString(directory.resolve(".env"));
        assertThat(run("start")).isZero();
        assertThat(out()).doesNotContain("new Echo").contains("playground");
        assertThat(directory.resolve(".env")).hasContent(made);
    }

    @Test
    void madeCredentialsHaveTheLimitsOfTheEnvironment() {
        environment.put("REVERB_APP_ENABLED", "false");
        assertThat(run("start")).isZero();
        assertThat(out()).contains("(not enabled)");
    }

    @Test
    void addsToAFileThatIsThere() throws IOException {
        Path file = Files.writeString(directory.resolve(".env"), "APP_NAME=shop");
        assertThat(run("start")).isZero();
        assertThat(out()).contains("It was added to " + file + ", which only you can read");
        assertThat(Files.readString(file))
                .startsWith("APP_NAME=shop\n\n# Generated")
                .contains("REVERB_APP_SECRET=");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void credentialsThatCannotBeKeptAreSaidToBeLost() throws IOException {
        Files.createDirectory(directory.resolve(".env"));
        assertThat(run("start")).isZero();
        assertThat(out()).contains("It could not be kept, so the next start makes another.", "REVERB_APP_SECRET=");
        assertThat(err())
                .startsWith("reverb: warning: " + directory.resolve(".env") + " cannot be written (")
                .endsWith("): the generated credentials are lost when this server stops\n");
    }

    @Test
    void keepsItsFileOutOfGit() throws IOException {
        Files.createDirectory(directory.resolve(".git"));
        assertThat(run("start")).isZero();
        assertThat(out()).contains("Added .env to .gitignore");
        assertThat(directory.resolve(".gitignore")).hasContent(".env");
    }

    @Test
    void leavesTheGitOfAnOlderFileToItsOwner() throws IOException {
        Files.createDirectory(directory.resolve(".git"));
        Files.writeString(directory.resolve(".env"), "");
        assertThat(run("start")).isZero();
        assertThat(directory.resolve(".gitignore")).doesNotExist();
        assertThat(err()).contains("has a secret in it and is not ignored by Git");
    }

    @Test
    void saysNothingWhereGitIgnoresIt() throws IOException {
        Files.createDirectory(directory.resolve(".git"));
        Files.writeString(directory.resolve(".gitignore"), "/.env*\n");
        assertThat(run("start")).isZero();
        assertThat(out()).doesNotContain("gitignore");
        assertThat(err()).isEmpty();
        assertThat(directory.resolve(".gitignore")).hasContent("/.env*");
    }

    @Test
    void aCertificateTurnsTlsOn() throws IOException {
        environment.putAll(CREDENTIALS);
        Files.writeString(directory.resolve("cert.pem"), "");
        environment.put("REVERB_TLS_LOCAL_CERT", "cert.pem");
        environment.put("REVERB_HOST", "shop.test");
        assertThat(run("start", "--playground")).isZero();
        assertThat(out()).contains("on https://0.0.0.0:8080", "playground  https://shop.test:8080/");
        assertThat(transport.certificate).containsInstanceOf(Certificate.Pem.class);
    }

    @Test
    void tlsWithoutACertificateIsOneLine() {
        environment.putAll(CREDENTIALS);
        environment.put("REVERB_USE_TLS", "true");
        refuses(
                "reverb: REVERB_USE_TLS: TLS needs a certificate: set tls.local_cert (REVERB_TLS_LOCAL_CERT) or "
                        + "tls.keystore (REVERB_TLS_KEYSTORE)",
                "start");
    }

    private int run(String... words) {
        out.reset();
        err.reset();
        transport = transport.failure.isPresent() ? transport : new FakeTransport();
        return new Main(surroundings(), transport.asChoice(), (stop, stopAndWait) -> stop.run()).run(List.of(words));
    }

    private void refuses(String line, String... words) {
        assertThat(run(words)).isEqualTo(2);
        assertThat(err()).isEqualTo(line + "\n");
        assertThat(out()).isEmpty();
    }

    private Surroundings surroundings() {
        return new Surroundings(
                environment,
                directory,
                directory.resolve("home"),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static String value(String text, String name) {
        Matcher matcher = Pattern.compile(name + "=(\\S+)").matcher(text);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }
}
