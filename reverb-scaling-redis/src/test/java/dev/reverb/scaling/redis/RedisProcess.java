package dev.reverb.scaling.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * One process of {@code redis-server}, on a port and with a folder of its own, that can be killed, paused and started again. Where there
 * is none on the {@code PATH}, nor where the system property {@code reverb.redis-server} says, the test is skipped. Not safe for several
 * threads.
 */
final class RedisProcess implements AutoCloseable {

    private static final String PROGRAM = System.getProperty("reverb.redis-server", "redis-server");

    /** Stands for the port among the options. */
    static final String PORT = "{port}";

    private final String ready;
    private final String configuration;
    private final List<String> options;
    private final Path folder;
    private final int port;
    private ChildProcess process;

    private RedisProcess(int port, String ready, String configuration, List<String> options) throws IOException {
        this.port = port;
        this.ready = ready;
        this.configuration = configuration;
        this.options = List.copyOf(options);
        this.folder = Files.createTempDirectory("reverb-redis-");
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
        if (process != null) {
            if (process.isAlive()) {
                throw new IllegalStateException("Redis is running");
            }
            process.close();
        }
        try {
            Path file = Files.writeString(folder.resolve("redis.conf"), configuration);
            List<String> command = new ArrayList<>(List.of(PROGRAM, file.toString()));
            command.addAll(
                    List.of("--port", Integer.toString(port), "--bind", "127.0.0.1", "--dir", folder.toString()));
            options.forEach(option -> command.add(option.equals(PORT) ? Integer.toString(port) : option));
            process = ChildProcess.start(folder, ready, command);
        } catch (IOException e) {
            Assumptions.abort("no " + PROGRAM + " on the PATH: " + e.getMessage());
        }
        process.awaitReady();
    }

    /** Ends it as a crash does. */
    void kill() {
        process.kill();
    }

    /** Ends it as an administrator does. */
    void terminate() {
        process.terminate();
    }

    /** Lets it do nothing until {@link #resume}, as on a machine that has frozen. Connections stay open. */
    void pause() {
        process.pause();
    }

    /** Lets it go on. */
    void resume() {
        process.resume();
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
            process.close();
        }
        deleteData();
        delete(folder);
    }

    /**
     * A free port below those that the system gives to outgoing connections: none of them takes it while the process is away. A Cluster's
     * nodes listen on this + 10000, too.
     */
    private static int freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 22_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // Another, then.
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
