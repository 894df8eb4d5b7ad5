package dev.reverb.server;

import dev.reverb.ClientAuthorizer;
import dev.reverb.application.Application;
import dev.reverb.server.logging.Logging;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Starts, serves and stops, once on each transport, on the loopback address and with clients of its own. A JVM that is told
 * to archive what it has learned (loaded classes; on JDK 25 also what is called how often) learns here what a start and the
 * first clients need. {@code ./reverb} runs it after a build; it is no command for users.
 *
 * <p>Ends the JVM with status 0, or 1 where something failed or took too long.
 */
public final class Rehearsal {

    private static final List<String> TRANSPORTS = List.of("jetty", "undertow");
    private static final int MAX_ROUNDS = 1_500;
    private static final long SERVING_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long PATIENCE_SECONDS = 30;

    private static final Application APPLICATION = Application.of("rehearsal", "rehearsal-key", "rehearsal-secret");
    private static final String DOT_ENV = """
            REVERB_APP_ID=rehearsal
            REVERB_APP_KEY=rehearsal-key
            REVERB_APP_SECRET=rehearsal-secret
            """;
    private static final String CONFIGURATION = """
            server:
              host: 127.0.0.1
              port: 0
              drain_timeout: 0
            """;
    private static final Pattern PORT = Pattern.compile(".* on http://127\\.0\\.0\\.1:(\\d+).*");

    private final Path directory;
    private volatile boolean served;

    private Rehearsal(Path directory) {
        this.directory = directory;
    }

    /**
     * Runs the rehearsal and ends the JVM.
     *
     * @param arguments a directory for the files of a start; it must exist
     * @throws IOException where the directory cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        giveUpInTime();
        Path directory = Path.of(arguments[0]);
        Files.writeString(directory.resolve(".env"), DOT_ENV);
        Files.writeString(directory.resolve("reverb.yaml"), CONFIGURATION);
        boolean well = true;
        for (String transport : TRANSPORTS) {
            well &= new Rehearsal(directory).run(transport);
        }
        Logging.stop();
        System.exit(well ? 0 : 1);
    }

    /** A start waits for this one to end. */
    private static void giveUpInTime() {
        Thread watch = new Thread(
                () -> {
                    try {
                        TimeUnit.SECONDS.sleep(PATIENCE_SECONDS);
                    } catch (InterruptedException never) {
                        return;
                    }
                    Runtime.getRuntime().halt(1);
                },
                "reverb-rehearsal-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private boolean run(String transport) throws IOException {
        try (PipedInputStream told = new PipedInputStream(1 << 16);
                PrintStream out = new PrintStream(new PipedOutputStream(told), true, StandardCharsets.UTF_8)) {
            Surroundings surroundings = new Surroundings(Map.of(), directory, directory, out, System.err);
            Main main = new Main(surroundings, Transports.all(), (stop, stopAndWait) -> serve(told, stop));
            int status = main.run(List.of("start", "--config=reverb.yaml", "--playground", "--transport", transport));
            return status == 0 && served;
        }
    }

    private void serve(PipedInputStream told, Runnable stop) {
        Thread guests = new Thread(
                () -> {
                    try {
                        serve(port(told));
                        served = true;
                    } catch (IOException failed) {
                        throw new UncheckedIOException(failed);
                    } finally {
                        stop.run();
                    }
                },
                "reverb-rehearsal");
        guests.start();
    }

    /** From the first line of the banner. */
    private static int port(PipedInputStream told) throws IOException {
        String line = new BufferedReader(new InputStreamReader(told, StandardCharsets.UTF_8)).readLine();
        Matcher matcher = PORT.matcher(String.valueOf(line));
        if (!matcher.matches()) {
            throw new IOException("No port in: " + line);
        }
        return Integer.parseInt(matcher.group(1));
    }

    private static void serve(int port) throws IOException {
        ClientAuthorizer authorizer = ClientAuthorizer.of(APPLICATION);
        try (RehearsalGuest publisher = RehearsalGuest.connect(port);
                RehearsalGuest one = RehearsalGuest.join(port, APPLICATION.key(), authorizer, "1");
                RehearsalGuest two = RehearsalGuest.join(port, APPLICATION.key(), authorizer, "2")) {
            publisher.get("/up");
            publisher.get("/");
            long end = System.nanoTime() + SERVING_NANOS;
            for (int round = 0; round < MAX_ROUNDS && System.nanoTime() < end; round++) {
                publisher.publish(APPLICATION, round);
                one.await("\"published\"");
                two.await("\"published\"");
                one.whisper(round);
                two.await("\"client-whispered\"");
            }
        }
    }
}
