package dev.reverb.applications.jdbc;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A database's server for tests, on a port and with a folder of its own, that can be killed and started again. It ends with the JVM, and its
 * folder with it. Not safe for several threads.
 */
abstract class DatabaseProcess extends TestDatabase implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Path folder;
    private final int port;
    private final Thread end;
    private Process process;

    DatabaseProcess(String file, String quote, String schema) {
        super(file, quote, schema);
        try {
            folder = Files.createTempDirectory("reverb-database-");
            port = freePort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        end = new Thread(this::end, "end-" + port);
        Runtime.getRuntime().addShutdownHook(end);
    }

    /** What makes an empty database in the folder. */
    abstract void initialize();

    /** What runs the server. */
    abstract List<String> command();

    final Path folder() {
        return folder;
    }

    final int port() {
        return port;
    }

    /** Starts it, for the first time or after {@link #kill}, and returns once it can be used. */
    final void start() {
        if (process == null) {
            initialize();
        }
        try {
            process = new ProcessBuilder(command())
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitReady();
    }

    private File log() {
        return folder.resolve("log").toFile();
    }

    private void awaitReady() {
        long begin = System.nanoTime();
        while (true) {
            try {
                connect().close();
                return;
            } catch (SQLException notYet) {
                if (!process.isAlive() || System.nanoTime() - begin > TIMEOUT.toNanos()) {
                    throw new IllegalStateException("The database does not start:\n" + read(log()), notYet);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    /** Ends it as a crash does. */
    final void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        await(process);
    }

    /** Runs a program that ends by itself. */
    final void run(List<String> command) {
        try {
            File log = log();
            Process program = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .start();
            await(program);
            if (program.exitValue() != 0) {
                throw new IllegalStateException(command.get(0) + " failed:\n" + read(log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(Process process) {
        try {
            if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("Process " + process.pid() + " does not end");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private static String read(File file) {
        try {
            return Files.readString(file.toPath());
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** The folder of a program: the one that a property names, else the first of those on the path and others that has it. */
    static Optional<Path> folderOf(String program, String property, List<Path> others) {
        String said = System.getProperty(property, "");
        List<Path> folders = new ArrayList<>();
        if (said.isEmpty()) {
            for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
                folders.add(Path.of(folder));
            }
            folders.addAll(others);
        } else {
            folders.add(Path.of(said));
        }
        return folders.stream()
                .filter(folder -> Files.isExecutable(folder.resolve(program)))
                .findFirst();
    }

    /** A free port below those that the system gives to outgoing connections: none of them takes it while the server is away. */
    private static int freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // Another, then.
            }
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(end);
        end();
    }

    private void end() {
        if (process != null) {
            kill();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
