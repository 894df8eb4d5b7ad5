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
import java.util.function.Function;
import java.util.stream.Stream;

/** A real {@code redis-server} for tests, with a password, that can be killed and started again. Not safe for several threads. */
public final class RedisProcess implements AutoCloseable {

    public static final String PASSWORD = "r3dis-s3cr3t";

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
        return start(directory, port -> List.of("--port", port));
    }

    /** Starts one on a free port that has everything that it has answered again after it was killed. */
    public static RedisProcess startPersistent(Path directory) throws IOException {
        // With everysec it may answer up to two seconds before it writes, where the disk is busy.
        return start(directory, port -> List.of("--port", port, "--appendonly", "yes", "--appendfsync", "always"));
    }

    /** Starts one that takes TLS only, and asks for no certificate of its clients. */
    static RedisProcess startWithTls(Path directory, Path chain, Path key) throws IOException {
        return start(
                directory,
                port -> List.of(
                        "--port",
                        "0",
                        "--tls-port",
                        port,
                        "--tls-cert-file",
                        chain.toString(),
                        "--tls-key-file",
                        key.toString(),
                        "--tls-ca-cert-file",
                        chain.toString(),
                        "--tls-auth-clients",
                        "no"));
    }

    /** Somebody else may take the port meanwhile, and then it takes another. */
    private static RedisProcess start(Path directory, Function<String, List<String>> listening) throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = freePort();
            RedisProcess redis = new RedisProcess(directory, listening.apply(String.valueOf(port)), port);
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
                "--bind",
                "127.0.0.1",
                "--save",
                "",
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

    /** A port of the loopback address that nobody has at the moment. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public int port() {
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
