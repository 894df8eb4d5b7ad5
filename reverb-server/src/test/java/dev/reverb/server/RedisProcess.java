package dev.reverb.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A real {@code redis-server} for tests, with a password; it forgets everything when it ends. */
public final class RedisProcess implements AutoCloseable {

    public static final String PASSWORD = "r3dis-s3cr3t";

    private static final String PROGRAM = System.getProperty("reverb.redis-server", "redis-server");
    private static final int ATTEMPTS = 5;

    private final Process process;
    private final int port;

    private RedisProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one on a free port; somebody else may take the port meanwhile, and then it takes another. */
    public static RedisProcess start(Path directory) throws IOException {
        return start(directory, port -> List.of("--port", port));
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

    private static RedisProcess start(Path directory, Function<String, List<String>> listening) throws IOException {
        for (int attempt = 1; ; attempt++) {
            RedisProcess redis = launch(directory, freePort(), listening);
            try {
                new Lines(redis.process.getInputStream(), "redis")
                        .await(line -> line.contains("Ready to accept connections"), () -> PROGRAM);
                return redis;
            } catch (AssertionError notStarted) {
                redis.close();
                if (attempt == ATTEMPTS) {
                    throw notStarted;
                }
            }
        }
    }

    private static RedisProcess launch(Path directory, int port, Function<String, List<String>> listening)
            throws IOException {
        List<String> command =
                new ArrayList<>(List.of(PROGRAM, "--bind", "127.0.0.1", "--save", "", "--requirepass", PASSWORD));
        command.addAll(listening.apply(String.valueOf(port)));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        return new RedisProcess(process, port);
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

    /** Where it is, with its password. */
    public String url() {
        return "redis://:" + PASSWORD + "@127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
