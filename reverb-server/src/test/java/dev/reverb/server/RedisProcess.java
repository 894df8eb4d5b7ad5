package dev.reverb.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;

/** A real {@code redis-server} for tests, with a password; it forgets everything when it ends. */
final class RedisProcess implements AutoCloseable {

    static final String PASSWORD = "r3dis-s3cr3t";

    private static final String PROGRAM = System.getProperty("reverb.redis-server", "redis-server");
    private static final int ATTEMPTS = 5;

    private final Process process;
    private final int port;

    private RedisProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one on a free port; somebody else may take the port meanwhile, and then it takes another. */
    static RedisProcess start(Path directory) throws IOException {
        for (int attempt = 1; ; attempt++) {
            RedisProcess redis = launch(directory, freePort());
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

    private static RedisProcess launch(Path directory, int port) throws IOException {
        List<String> command = List.of(
                PROGRAM,
                "--port",
                String.valueOf(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--requirepass",
                PASSWORD);
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        return new RedisProcess(process, port);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
