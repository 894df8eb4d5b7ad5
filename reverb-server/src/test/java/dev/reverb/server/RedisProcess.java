package dev.reverb.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A real {@code redis-server} for tests, with a password, that can be killed and started again. Not safe for several threads. */
public final class RedisProcess implements AutoCloseable {

    static final String PASSWORD = "r3dis-s3cr3t";

    private static final String PROGRAM = System.getProperty("reverb.redis-server", "redis-server");
    private static final int ATTEMPTS = 5;

    private final Path directory;
    private final List<String> options;
    private final int port;
    private Process process;

    private RedisProcess(Path directory, List<String> options, int port) {
        this.directory = directory;
        this.options = options;
        this.port = port;
    }

    /** Starts one on a free port that forgets everything when it ends. */
    public static RedisProcess start(Path directory) throws IOException {
        return start(directory, List.of("--save", ""));
    }

    /** Starts one on a free port that has everything that it has answered again after it was killed. */
    public static RedisProcess startPersistent(Path directory) throws IOException {
        return start(directory, List.of("--save", "", "--appendonly", "yes"));
    }

    /** Somebody else may take the port meanwhile, and then it takes another. */
    private static RedisProcess start(Path directory, List<String> options) throws IOException {
        for (int attempt = 1; ; attempt++) {
            RedisProcess redis = new RedisProcess(directory, options, freePort());
            try {
                redis.restart();
                return redis;
            } catch (AssertionError notStarted) {
                redis.close();
                if (attempt == ATTEMPTS) {
                    throw notStarted;
                }
            }
        }
    }

    /** Starts it after {@link #kill}, with what it has kept. */
    public void restart() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                PROGRAM,
                "--port",
                String.valueOf(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                directory.toString(),
                "--requirepass",
                PASSWORD));
        command.addAll(options);
        process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        new Lines(process.getInputStream(), "redis")
                .await(line -> line.contains("Ready to accept connections"), () -> PROGRAM);
    }

    /** Starts it after {@link #kill} without anything that it has kept. */
    public void restartEmpty() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("appendonlydir"))) {
            files.sorted(Comparator.reverseOrder()).forEach(RedisProcess::delete);
        }
        restart();
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    /** Where it is, with the password. */
    public String url() {
        return "redis://:" + PASSWORD + "@127.0.0.1:" + port;
    }

    /** Ends it as a crash does. */
    public void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
