package dev.reverb.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, on the first core. What it logs is dropped. Not for several threads. */
public final class ServerProcess implements AutoCloseable {

    private static final long START_SECONDS = 30;
    private static final String HOST = "127.0.0.1";

    private final String name;
    private final Process process;
    private final int port;
    private final BufferedReader answers;

    private ServerProcess(String name, Process process, int port) {
        this.name = name;
        this.process = process;
        this.port = port;
        this.answers = process.inputReader(UTF_8);
    }

    /** The C server that does the least that the protocol allows. */
    static ServerProcess limit(Path folder) throws IOException, InterruptedException {
        int port = freePort();
        return start("limit", port, List.of(folder.resolve("limit").toString(), "--port", "" + port));
    }

    /**
     * Reverb over a transport, with the options of the {@code reverb} command and further ones.
     *
     * @param transport its name
     * @param jvmOptions further options of the JVM
     * @return the server, which accepts connections
     * @throws IOException where it does not start
     */
    public static ServerProcess reverb(String transport, List<String> jvmOptions)
            throws IOException, InterruptedException {
        return reverb(transport, jvmOptions, List.of());
    }

    /**
     * Reverb over a transport, as a node of the cluster that a Redis makes.
     *
     * @param transport its name
     * @param jvmOptions further options of the JVM
     * @param redis the port of the Redis on the loopback address
     * @return the server, which accepts connections
     * @throws IOException where it does not start
     */
    public static ServerProcess node(String transport, List<String> jvmOptions, int redis)
            throws IOException, InterruptedException {
        return reverb(transport, jvmOptions, List.of("redis://" + HOST + ':' + redis));
    }

    /**
     * A {@code redis-server} that keeps nothing on disk.
     *
     * @return the Redis, which accepts connections
     * @throws IOException where there is none on the {@code PATH}, or it does not start
     */
    public static ServerProcess redis() throws IOException, InterruptedException {
        int port = freePort();
        return start(
                "redis",
                port,
                List.of("redis-server", "--port", "" + port, "--bind", HOST, "--save", "", "--loglevel", "warning"));
    }

    private static ServerProcess reverb(String transport, List<String> jvmOptions, List<String> redis)
            throws IOException, InterruptedException {
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(tool("java")));
        command.addAll(jvmOptions(jvmOptions));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Serve.class.getName()));
        command.addAll(List.of(transport, "" + port));
        command.addAll(redis);
        return start(transport, port, command);
    }

    /**
     * All options of a server's JVM.
     *
     * @param further the last ones
     * @return the options
     */
    public static List<String> jvmOptions(List<String> further) {
        List<String> options = new ArrayList<>(List.of("-XX:+UseParallelGC"));
        if (Runtime.version().feature() >= 25) {
            options.add("-XX:+UseCompactObjectHeaders");
        }
        options.addAll(further);
        return options;
    }

    private static ServerProcess start(String name, int port, List<String> program)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(Cores.first());
        command.addAll(program);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        ServerProcess server = new ServerProcess(name, process, port);
        server.awaitPort();
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private void awaitPort() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    close();
                    throw new IOException(name + " does not start", notYet);
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    /**
     * Where it listens.
     *
     * @return the port on the loopback address
     */
    public int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /**
     * What is reachable in its heap, after a full collection.
     *
     * @return bytes
     * @throws IOException where it cannot be asked
     */
    public long liveHeap() throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(tool("jcmd"), "" + pid(), "GC.class_histogram").start();
        String histogram = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new IOException("jcmd could not look into " + name + ": " + histogram);
        }
        String total = histogram.substring(histogram.lastIndexOf("Total"));
        return Long.parseLong(total.trim().split("\\s+")[2]);
    }

    /** The bytes that {@link Serve}'s threads have allocated so far. */
    long allocated() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        String line = answers.readLine();
        while (line != null && !line.startsWith(Allocated.ANSWER)) {
            line = answers.readLine();
        }
        if (line == null) {
            throw new IOException(name + " has ended");
        }
        return Long.parseLong(line.substring(Allocated.ANSWER.length()));
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public String toString() {
        return name;
    }
}
