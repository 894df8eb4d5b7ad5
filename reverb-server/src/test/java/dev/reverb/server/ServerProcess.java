package dev.reverb.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program as a process of its own, in a directory of its own and with no variable but those that are given. */
public final class ServerProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;
    private static final String DEFAULT_SIGNALS = "--default-signal=INT,HUP";
    private static final Pattern LISTENING = Pattern.compile("Reverb \\S+ on (https?)://127\\.0\\.0\\.1:(\\d+)\\S* .*");

    private final Process process;
    private final Lines out;
    private final Lines err;

    private ServerProcess(Process process) {
        this.process = process;
        this.out = new Lines(process.getInputStream(), "out");
        this.err = new Lines(process.getErrorStream(), "err");
    }

    /** Runs {@code reverb} with these words. */
    static ServerProcess run(Path directory, Map<String, String> environment, String... words) throws IOException {
        return run(Main.class, directory, environment, words);
    }

    /** Runs another program that says where it listens as {@code reverb start} does. */
    public static ServerProcess run(Class<?> program, Path directory, Map<String, String> environment, String... words)
            throws IOException {
        List<String> command = new ArrayList<>();
        if (canResetSignals()) {
            // A shell that runs a build in the background has it ignore SIGINT, nohup SIGHUP, and a JVM leaves that as
            // it is.
            command.addAll(List.of("env", DEFAULT_SIGNALS));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
        builder.environment().put("HOME", directory.toString());
        builder.environment().putAll(environment);
        return new ServerProcess(builder.start());
    }

    static boolean canResetSignals() {
        try {
            return new ProcessBuilder("env", DEFAULT_SIGNALS, "true")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException none) {
            return false;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** Starts the server on a free port of the loopback address. */
    public static ServerProcess start(Path directory, Map<String, String> environment, String... options)
            throws IOException {
        List<String> words = new ArrayList<>(List.of("start", "--host", "127.0.0.1", "--port", "0"));
        words.addAll(List.of(options));
        return run(directory, environment, words.toArray(String[]::new));
    }

    /** Waits until it listens; the port. */
    public int port() {
        return Integer.parseInt(listening().group(2));
    }

    String scheme() {
        return listening().group(1);
    }

    private Matcher listening() {
        Matcher matcher =
                LISTENING.matcher(awaitLine(line -> LISTENING.matcher(line).matches()));
        assertThat(matcher.matches()).isTrue();
        return matcher;
    }

    /** Waits for a line of standard output. */
    String awaitLine(Predicate<String> wanted) {
        return out.await(wanted, () -> "standard error: " + err.all());
    }

    /** Waits for the value of a generated credential. */
    String credential(String name) {
        return awaitLine(line -> line.strip().startsWith(name + "=")).strip().substring(name.length() + 1);
    }

    /** Not by the process itself, which would close the streams with its last lines. */
    public void terminate() {
        process.toHandle().destroy();
    }

    void interrupt() throws IOException, InterruptedException {
        signal("-INT");
    }

    void hangUp() throws IOException, InterruptedException {
        signal("-HUP");
    }

    private void signal(String option) throws IOException, InterruptedException {
        new ProcessBuilder("kill", option, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    /** Ends it as a crash does. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Waits for its end; its exit status. */
    public int status() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("ends; %s %s", out.all(), err.all())
                .isTrue();
        out.awaitEnd();
        err.awaitEnd();
        return process.exitValue();
    }

    public List<String> out() {
        return out.all();
    }

    public List<String> err() {
        return err.all();
    }

    @Override
    public void close() {
        kill();
    }
}
