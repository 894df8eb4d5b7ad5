package dev.reverb.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.reverb.application.Application;
import dev.reverb.application.ReplaceableApplications;
import dev.reverb.tck.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What becomes of changed files, and what is told of it. */
class ApplicationReloadTest {

    private static final String ONE = "  - {app_id: one, key: one-key, secret: s3cr3t}\n";
    private static final String TWO = "  - {app_id: two, key: two-key, secret: s3cr3t}\n";

    @TempDir
    Path directory;

    private final Logger logger = (Logger) LoggerFactory.getLogger(ApplicationReload.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final FakeClock clock = new FakeClock();
    private final Map<String, String> process = new HashMap<>();
    private ReplaceableApplications applications;
    private ApplicationReload reload;

    @BeforeEach
    void listen() {
        log.start();
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(log);
    }

    @AfterEach
    void nothingSecretWasTold() {
        logger.detachAppender(log);
        logger.setAdditive(true);
        logger.setLevel(null);
        assertThat(told()).noneMatch(line -> line.contains("s3cr3t"));
        if (reload != null) {
            reload.stop();
            clock.advance(Duration.ofMinutes(1));
            assertThat(clock.pendingTasks()).isZero();
        }
    }

    private void start(boolean withFile) throws Exception {
        Optional<Path> file = withFile ? Optional.of(directory.resolve("r.yaml")) : Optional.empty();
        CredentialFile credentials = new CredentialFile(directory.resolve(".env"));
        Sources sources = new Sources(process, credentials.path(), file, Map.of());
        FileWatch files = new FileWatch(sources.files(), clock);
        Sources.Read read = sources.read();
        ServedApplications served = ServedApplications.of(read.configuration(), read.environment(), credentials);
        applications = new ReplaceableApplications(served.applications());
        reload = new ApplicationReload(sources, read.configuration(), served, applications, clock);
        reload.follow(files);
        if (served.fresh().isPresent()) {
            credentials.add(served.fresh().get());
        }
    }

    private void write(String name, String text) throws IOException {
        Path file = Files.writeString(directory.resolve(name), text);
        Files.setLastModifiedTime(file, FileTime.from(clock.now()));
    }

    private void change(String text) throws IOException {
        write("r.yaml", text);
        clock.advance(Duration.ofSeconds(10));
    }

    private List<String> told() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private String takeTold() {
        List<String> told = told();
        log.list.clear();
        assertThat(told).hasSize(1);
        return told.get(0).replace(directory + "/", "");
    }

    private List<String> served() {
        return applications.all().stream().map(Application::id).toList();
    }

    @Test
    void changesAreTakenOverAndTold() throws Exception {
        write("r.yaml", "apps:\n" + ONE);
        start(true);
        clock.advance(Duration.ofSeconds(10));
        assertThat(told()).isEmpty();
        change("apps:\n" + ONE + TWO);
        assertThat(takeTold()).isEqualTo("Applications reloaded: added [two]");
        assertThat(served()).containsExactly("one", "two");
        change("apps:\n" + ONE.replace("s3cr3t", "s3cr3t-2"));
        assertThat(takeTold()).isEqualTo("Applications reloaded: changed [one] removed [two]");
        assertThat(applications.all().get(0).secret()).isEqualTo("s3cr3t-2");
        change("apps:\n# nothing new\n" + ONE.replace("s3cr3t", "s3cr3t-2"));
        assertThat(told()).isEmpty();
    }

    @Test
    void aWrongFileIsToldOnceAndChangesNothing() throws Exception {
        write("r.yaml", "apps:\n" + ONE);
        start(true);
        change("apps:\n" + ONE + TWO.replace("two-key", "one-key"));
        assertThat(takeTold())
                .isEqualTo("r.yaml:3: apps[1].key: the same as that of apps[0]; the applications stay as they are");
        change("apps:\n  - {app_id: one, key: one-key, secret: [s3cr3t]}\n");
        assertThat(takeTold()).startsWith("r.yaml:2: apps[0].secret: ").endsWith("; the applications stay as they are");
        Files.delete(directory.resolve("r.yaml"));
        clock.advance(Duration.ofSeconds(10));
        assertThat(takeTold()).isEqualTo("r.yaml: cannot be read: no such file; the applications stay as they are");
        assertThat(served()).containsExactly("one");
        change("apps:\n" + ONE);
        assertThat(takeTold()).isEqualTo("The settings are right again; the applications are as they were");
    }

    @Test
    void noApplicationAtAllIsAMistake() throws Exception {
        write("r.yaml", "apps:\n" + ONE);
        start(true);
        change("server: {}\n");
        assertThat(takeTold()).isEqualTo("no application is left; the applications stay as they are");
        assertThat(served()).containsExactly("one");
    }

    @Test
    void settingsOfTheServerWaitForTheNextStart() throws Exception {
        write("r.yaml", "server: {port: 1, debug: false}\napps:\n" + ONE);
        start(true);
        change("server: {port: 2, max_request_size: 5}\nscaling: {enabled: true}\napps:\n" + ONE);
        assertThat(takeTold())
                .isEqualTo("Takes effect at the next start: server.port, server.max_request_size, scaling.enabled");
        change("server: {port: 2, max_request_size: 5}\nscaling: {enabled: true}\napps:\n" + ONE + TWO);
        assertThat(takeTold()).isEqualTo("Applications reloaded: added [two]");
        change("server: {port: 1}\napps:\n" + ONE + TWO);
        assertThat(told()).isEmpty();
    }

    @Test
    void theEnvironmentFileIsReadToo() throws Exception {
        write(".env", "REVERB_APP_ID=one\nREVERB_APP_KEY=one-key\nREVERB_APP_SECRET=s3cr3t\n");
        start(false);
        write(
                ".env",
                "REVERB_APP_ID=one\nREVERB_APP_KEY=one-key\nREVERB_APP_SECRET=s3cr3t\nREVERB_APP_MAX_CONNECTIONS=7\n");
        clock.advance(Duration.ofSeconds(10));
        assertThat(takeTold()).isEqualTo("Applications reloaded: changed [one]");
        assertThat(applications.all().get(0).maxConnections()).isEqualTo(7);
        write(".env", "REVERB_APP_ID one\n");
        clock.advance(Duration.ofSeconds(10));
        assertThat(takeTold()).startsWith(".env:1: ").endsWith("; the applications stay as they are");
    }

    @Test
    void generatedCredentialsStayThough() throws Exception {
        start(false);
        Application generated = applications.all().get(0);
        clock.advance(Duration.ofSeconds(10));
        Files.delete(directory.resolve(".env"));
        clock.advance(Duration.ofSeconds(10));
        assertThat(told()).isEmpty();
        assertThat(applications.all()).containsExactly(generated);
        write(".env", "REVERB_APP_ID=one\nREVERB_APP_KEY=one-key\nREVERB_APP_SECRET=s3cr3t\n");
        clock.advance(Duration.ofSeconds(10));
        assertThat(takeTold()).isEqualTo("Applications reloaded: added [one] removed [" + generated.id() + "]");
    }

    @Test
    void whoAsksForItIsAnsweredInAnyCase() throws Exception {
        write("r.yaml", "apps:\n" + ONE);
        start(true);
        reload.now();
        assertThat(takeTold()).isEqualTo("The applications are as they were");
        write("r.yaml", "apps:\n" + TWO);
        reload.now();
        assertThat(takeTold()).isEqualTo("Applications reloaded: added [two] removed [one]");
        write("r.yaml", "apps");
        reload.now();
        String wrong = takeTold();
        reload.now();
        assertThat(takeTold()).isEqualTo(wrong).endsWith("; the applications stay as they are");
    }

    /** As it is while a file is read that hangs. */
    @Test
    void theEndWaitsForNoReader() throws Exception {
        write("r.yaml", "apps:\n" + ONE);
        start(true);
        Thread stopping = new Thread(reload::stop);
        synchronized (reload) {
            stopping.start();
            stopping.join(Duration.ofSeconds(30).toMillis());
            assertThat(stopping.isAlive()).isFalse();
        }
    }

    @Test
    void newWarningsAreTold() throws Exception {
        write("r.yaml", "server: {options: {tcp: {backlog: 1}}}\napps:\n" + ONE);
        start(true);
        change("server: {options: {tcp: {backlog: 1}, unix: {backlog: 1}}}\napps:\n" + ONE);
        assertThat(takeTold()).isEqualTo("r.yaml:1: server.options.unix: does nothing here");
    }
}
