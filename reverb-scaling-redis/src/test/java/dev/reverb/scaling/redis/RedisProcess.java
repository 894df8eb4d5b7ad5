package dev.reverb.scaling.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * One process of {@code redis-server}, on a port and with a folder of its own, that can be killed, paused and started again. Where there
 * is none on the {@code PATH}, nor where the system property {@code reverb.redis-server} says, the test is skipped. Not safe for several
 * threads.
 */
final class RedisProcess implements AutoCloseable {

    private static final String PROGRAM = System.getProperty("reverb.redis-server", "redis-server");
    private static final long TIMEOUT_SECONDS = 30;

    private final String ready;
    private final String configuration;
    private final List<String> options;
    private final Path folder;
    private final int port;
    private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
    private final Thread endWithTheJvm = new Thread(this::destroy, "redis-end");
    private Process process;

    private RedisProcess(int port, String ready, String configuration, List<String> options) throws IOException {
        this.port = port;
        this.ready = ready;
        this.configuration = configuration;
        this.options = List.copyOf(options);
        this.folder = Files.createTempDirectory("reverb-redis-");
        Runtime.getRuntime().addShutdownHook(endWithTheJvm);
    }

    /**
     * Starts a process on a free port, and returns once it can be used.
     *
     * @param ready what its log says then
     * @param configuration what its configuration file says
     * @param options of {@code redis-server}, after its port, address and folder
     */
    static RedisProcess start(String ready, String configuration, List<String> options) {
        try {
            for (int attempt = 0; ; attempt++) {
                RedisProcess redis = new RedisProcess(freePort(), ready, configuration, options);
                try {
                    redis.start();
                    return redis;
                } catch (IllegalStateException e) {
                    redis.close();
                    // Somebody else may have taken the port meanwhile.
                    if (attempt == 4) {
                        throw e;
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    Path folder() {
        return folder;
    }

    /** Starts it again after {@link #kill} or {@link #terminate}: same port, same folder, so with what it had saved there. */
    void start() {
        if (process != null && process.isAlive()) {
            throw new IllegalStateException("Redis is running");
        }
        try {
            Path file = Files.writeString(folder.resolve("redis.conf"), configuration);
            List<String> command = new ArrayList<>(List.of(PROGRAM, file.toString()));
            command.addAll(
                    List.of("--port", Integer.toString(port), "--bind", "127.0.0.1", "--dir", folder.toString()));
            command.addAll(options);
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            Assumptions.abort("no " + PROGRAM + " on the PATH: " + e.getMessage());
        }
        awaitReady(process);
    }

    /** Ends it as a crash does. */
    void kill() {
        destroy();
        await(process);
    }

    /** Ends it as an administrator does. */
    void terminate() {
        process.destroy();
        await(process);
    }

    /** Lets it do nothing until {@link #resume}, as on a machine that has frozen. Connections stay open. */
    void pause() {
        signal("STOP");
    }

    /** Lets it go on. */
    void resume() {
        signal("CONT");
    }

    /** Deletes what it has saved, while it does not run. */
    void deleteData() {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .filter(file -> !file.equals(folder))
                    .forEach(RedisProcess::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
        deleteData();
        delete(folder);
        Runtime.getRuntime().removeShutdownHook(endWithTheJvm);
    }

    private void awaitReady(Process started) {
        CompletableFuture<Boolean> isReady = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(started, isReady), "redis-log-" + port);
        reader.setDaemon(true);
        reader.start();
        try {
            if (!isReady.get(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Redis did not start: " + log);
            }
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException("Redis did not start: " + log, e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private void read(Process started, CompletableFuture<Boolean> isReady) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.add(line);
                if (line.contains(ready)) {
                    isReady.complete(true);
                }
            }
        } catch (IOException e) {
            log.add(e.toString());
        }
        isReady.complete(false);
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

    private void destroy() {
        if (process != null) {
            process.destroyForcibly();
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

    private static int freePort() throws IOException {
        // A Cluster's nodes also listen on this + 10000.
        while (true) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                if (socket.getLocalPort() < 55_000) {
                    return socket.getLocalPort();
                }
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
