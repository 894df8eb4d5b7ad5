package dev.reverb.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, on the first core. */
final class ServerProcess implements AutoCloseable {

    private static final long START_SECONDS = 30;

    private final String name;
    private final Process process;
    private final int port;

    private ServerProcess(String name, Process process, int port) {
        this.name = name;
        this.process = process;
        this.port = port;
    }

    /** The C server that does the least that the protocol allows. */
    static ServerProcess limit(Path folder) throws IOException, InterruptedException {
        int port = freePort();
        return start("limit", port, List.of(folder.resolve("limit").toString(), "--port", "" + port));
    }

    /** Reverb over a transport, with the options of the {@code reverb} command. */
    static ServerProcess reverb(String transport) throws IOException, InterruptedException {
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(tool("java"), "-XX:+UseParallelGC"));
        if (Runtime.version().feature() >= 25) {
            command.add("-XX:+UseCompactObjectHeaders");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Serve.class.getName()));
        command.addAll(List.of(transport, "" + port));
        return start(transport, port, command);
    }

    private static ServerProcess start(String name, int port, List<String> program)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("taskset", "-c", "0"));
        command.addAll(program);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
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

    private static String tool(String name) {
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

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** The bytes that are reachable in its heap, after a full collection. */
    long liveHeap() throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(tool("jcmd"), "" + pid(), "GC.class_histogram").start();
        String histogram = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new IOException("jcmd could not look into " + name + ": " + histogram);
        }
        String total = histogram.substring(histogram.lastIndexOf("Total"));
        return Long.parseLong(total.trim().split("\\s+")[2]);
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
