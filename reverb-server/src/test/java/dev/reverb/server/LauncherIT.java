package dev.reverb.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ./reverb} and the archive that makes starts faster, in a copy of the project that is built already. The archive is
 * made twice at most: the tests go from one state of it to the next.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LauncherIT {

    private static final String VERSION = "reverb " + Version.current() + "\n";
    private static final String MAKING =
            "Making starts with JDK " + Runtime.version().feature() + " faster (once)…\n";

    @TempDir
    static Path project;

    private static Path launched;
    private static Path archive;

    @BeforeAll
    static void copyTheBuild() throws Exception {
        Path module = Path.of(Main.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .getParent();
        launched = project.resolve("reverb-server/target/launcher");
        copy(Path.of("..", "reverb"), project.resolve("reverb"));
        copy(Path.of("..", "build", "environment.sh"), project.resolve("build/environment.sh"));
        for (Path folder : List.of(module, module.resolve("lib"))) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path jar : (Iterable<Path>) files.filter(LauncherIT::isJar)::iterator) {
                    copy(jar, launched.resolve(module.relativize(jar).toString()));
                }
            }
        }
        Files.createFile(launched.resolve("built"));
        boolean archivesProfiles = Runtime.version().feature() >= 25;
        archive = launched.resolve("start-" + Runtime.version().feature() + (archivesProfiles ? ".aot" : ".jsa"));
    }

    private static boolean isJar(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".jar") && !name.contains("-sources") && !name.contains("-javadoc");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    }

    @BeforeEach
    void nothingIsLeftOver() throws IOException {
        try (Stream<Path> files = Files.list(launched)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.contains("rehearsal-"));
        }
    }

    @Test
    @Order(1)
    void ofTwoFirstStartsAtOnceOneMakesTheArchive() throws Exception {
        Run one = new Run(Map.of());
        Run two = new Run(Map.of());
        assertThat(one.out()).isEqualTo(VERSION);
        assertThat(two.out()).isEqualTo(VERSION);
        assertThat(one.err() + two.err()).isEqualTo(MAKING);
        assertThat(archive).exists();
    }

    @Test
    @Order(2)
    void theNextStartTakesItsClassesFromIt() throws Exception {
        Path log = project.resolve("classes.log");
        Run run = new Run(Map.of("REVERB_JAVA_OPTS", "-Xlog:class+load:file=" + log));
        assertThat(run.out()).isEqualTo(VERSION);
        assertThat(run.err()).isEmpty();
        assertThat(Files.readString(log)).containsPattern("dev\\.reverb\\.server\\.Main source: shared objects file");
    }

    @Test
    @Order(3)
    void withOtherOptionsOfTheJvmItStartsSilently() throws Exception {
        for (String options : List.of(
                "-XX:-UseParallelGC -XX:+UseSerialGC", "-XX:-UseParallelGC -XX:+UseZGC", "-Xmx64m", "-Xshare:off")) {
            Run run = new Run(Map.of("REVERB_JAVA_OPTS", options));
            assertThat(run.out()).as(options).isEqualTo(VERSION);
            assertThat(run.err()).as(options).isEmpty();
        }
    }

    @Test
    @Order(4)
    void anArchiveOfGarbageIsPassedOver() throws Exception {
        byte[] whole = Files.readAllBytes(archive);
        replaceArchive(new byte[whole.length]);
        Run run = new Run(Map.of());
        assertThat(run.out()).isEqualTo(VERSION);
        assertThat(run.err()).isEmpty();
        replaceArchive(whole);
    }

    @Test
    @Order(5)
    void anArchiveOfOtherJarsIsPassedOver() throws Exception {
        try (Stream<Path> jars = Files.list(launched.resolve("lib"))) {
            Path jar = jars.filter(LauncherIT::isJar).findFirst().orElseThrow();
            Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
        }
        Run run = new Run(Map.of());
        assertThat(run.out()).isEqualTo(VERSION);
        assertThat(run.err()).isEmpty();
    }

    @Test
    @Order(6)
    void anArchiveThatWasCutOffIsMadeAgain() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(writable(archive).toFile(), "rw")) {
            file.setLength(100_000);
        }
        Run run = new Run(Map.of());
        assertThat(run.out()).isEqualTo(VERSION);
        assertThat(run.err()).isEqualTo(MAKING);
        assertThat(archive)
                .isNotEmptyFile()
                .satisfies(made -> assertThat(Files.size(made)).isGreaterThan(1_000_000));
    }

    @Test
    @Order(7)
    void whereItCannotBeMadeTheServerStartsWithoutAndDoesNotTryAgain() throws Exception {
        Path jdk = jdkThatCannotRehearse();
        Run run = new Run(Map.of("JAVA_HOME", jdk.toString()));
        assertThat(run.out()).isEqualTo(VERSION);
        assertThat(run.err()).isEqualTo(MAKING);
        assertThat(archive).doesNotExist();
        Run next = new Run(Map.of("JAVA_HOME", jdk.toString()));
        assertThat(next.out()).isEqualTo(VERSION);
        assertThat(next.err()).isEmpty();
    }

    private static void replaceArchive(byte[] bytes) throws IOException {
        Files.write(writable(archive), bytes);
    }

    private static Path writable(Path file) {
        assertThat(file.toFile().setWritable(true)).isTrue();
        return file;
    }

    private static Path jdkThatCannotRehearse() throws IOException {
        Path jdk = Files.createDirectories(project.resolve("jdk/bin")).getParent();
        Path real = Path.of(System.getProperty("java.home"));
        Files.copy(real.resolve("release"), jdk.resolve("release"));
        String script = "#!/bin/sh\ncase \"$*\" in *Rehearsal*) exit 1 ;; esac\nexec '" + real + "/bin/java' \"$@\"\n";
        for (String name : List.of("java", "javac")) {
            Path program = Files.writeString(jdk.resolve("bin").resolve(name), script);
            assertThat(program.toFile().setExecutable(true)).isTrue();
        }
        return jdk;
    }

    /** {@code ./reverb --version}, begun. */
    private static final class Run {

        private final Process process;
        private final Path out;
        private final Path err;

        Run(Map<String, String> environment) throws IOException {
            out = Files.createTempFile(project, "out", ".txt");
            err = Files.createTempFile(project, "err", ".txt");
            ProcessBuilder builder = new ProcessBuilder(
                            project.resolve("reverb").toString(), "--version")
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment()
                    .keySet()
                    .removeIf(name -> name.toUpperCase(Locale.ROOT).matches("REVERB_.*|.*JAVA.*|JDK.*"));
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().putAll(environment);
            process = builder.start();
        }

        private String text(Path file) throws Exception {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(err)).isZero();
            return Files.readString(file);
        }

        String out() throws Exception {
            return text(out);
        }

        String err() throws Exception {
            return text(err);
        }
    }
}
