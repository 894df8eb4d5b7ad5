package dev.reverb.scaling.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process that a test has started and does to what it likes; it ends with the JVM. Not safe for several threads. */
public final class ChildProcess implements AutoCloseable {

    private static final long TIMEOUT_SECONDS = 60;

    private final Process process;
    private final String ready;
    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<String> isReady = new CompletableFuture<>();
    private final Thread endWithTheJvm;

    private ChildProcess(Process process, String ready) {
        this.process = process;
        this.ready = ready;
        this.endWithTheJvm = new Thread(process::destroyForcibly, "end-" + process.pid());
        Runtime.getRuntime().addShutdownHook(endWithTheJvm);
        Thread reader = new Thread(this::read, "log-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a process.
     *
     * @param folder where it works
     * @param ready what a line of its output has in it once it can be used
     * @param command the program and its arguments
     * @throws IOException where there is no such program
     */
    public static ChildProcess start(Path folder, String ready, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        return new ChildProcess(process, ready);
    }

    /**
     * Waits until it can be used.
     *
     * @return the line that says so
     * @throws IllegalStateException where it ends before, or takes a minute
     */
    public String awaitReady() {
        try {
            return isReady.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException("The process did not start: " + log, e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.add(line);
                if (line.contains(ready)) {
                    isReady.complete(line);
                }
            }
        } catch (IOException e) {
            log.add(e.toString());
        }
        isReady.completeExceptionally(new IllegalStateException("The process has ended"));
    }

    /** What it has written so far. */
    public List<String> log() {
        return List.copyOf(log);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it as a crash does ({@code kill -9}). */
    public void kill() {
        process.destroyForcibly();
        await(process);
    }

    /** Ends it as an administrator does. */
    public void terminate() {
        // Not by the process itself, which would close the stream with its last lines.
        process.toHandle().destroy();
        await(process);
    }

    /** Lets it do nothing until {@link #resume}, as on a machine that has frozen. Connections stay open. */
    public void pause() {
        signal("STOP");
    }

    /** Lets it go on. */
    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            await(kill);
            if (kill.exitValue() != 0) {
                throw new IllegalStateException("kill -" + name + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(Process ending) {
        try {
            if (!ending.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Process " + ending.pid() + " does not end");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted", e);
        }
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(endWithTheJvm);
    }
}
