package dev.reverb.server.cluster;

import dev.reverb.server.RedisProcess;
import dev.reverb.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/** The servers of a cluster, each a process; some may be down. One thread starts and ends them, any may ask for their ports. */
final class Nodes implements AutoCloseable {

    /** Starts the server of a number. */
    interface Program {
        ServerProcess start(int node) throws IOException;
    }

    private final Program program;
    private final ServerProcess[] processes;
    private final AtomicIntegerArray ports;

    private Nodes(int size, Program program) {
        this.program = program;
        this.processes = new ServerProcess[size];
        this.ports = new AtomicIntegerArray(size);
    }

    /** Starts them all. */
    static Nodes start(int size, Program program) throws IOException {
        Nodes nodes = new Nodes(size, program);
        try {
            nodes.startAll();
            return nodes;
        } catch (IOException | RuntimeException | Error failure) {
            nodes.close();
            throw failure;
        }
    }

    private void startAll() throws IOException {
        for (int node = 0; node < size(); node++) {
            processes[node] = program.start(node);
        }
        for (int node = 0; node < size(); node++) {
            ports.set(node, processes[node].port());
        }
    }

    /** Starts servers with a short lease, every second one on Undertow. */
    static Nodes ofShortLease(int size, Path directory, RedisProcess redis, String hook) throws IOException {
        return start(
                size,
                node -> ServerProcess.run(
                        ClusterNode.class,
                        directory,
                        Map.of(),
                        node % 2 == 0 ? "jetty" : "undertow",
                        redis.url(),
                        hook));
    }

    int size() {
        return processes.length;
    }

    /** The numbers of those that are up. */
    List<Integer> up() {
        return IntStream.range(0, size())
                .filter(node -> ports.get(node) != 0)
                .boxed()
                .toList();
    }

    /** One of those that are up. */
    int any(Random random) {
        List<Integer> up = up();
        return up.get(random.nextInt(up.size()));
    }

    /** Where a server listens; one that has just gone listens nowhere, and this is the port that nobody has. */
    int port(int node) {
        return Math.max(1, ports.get(node));
    }

    ServerProcess process(int node) {
        return processes[node];
    }

    /** Ends one as a crash does. */
    void kill(int node) throws InterruptedException {
        ports.set(node, 0);
        processes[node].kill();
        processes[node].status();
    }

    /** From now on nobody is sent there, though it is still up. */
    void lookAway(int node) {
        ports.set(node, 0);
    }

    /** Starts another in the place of one that has ended. */
    void restart(int node) throws IOException {
        processes[node] = program.start(node);
        ports.set(node, processes[node].port());
    }

    /** What they have said, of all that were started last. */
    String logs() {
        StringBuilder logs = new StringBuilder();
        for (int node = 0; node < size(); node++) {
            logs.append("\n--- node ").append(node).append('\n');
            logs.append(String.join("\n", processes[node].out())).append('\n');
            logs.append(String.join("\n", processes[node].err()));
        }
        return logs.toString();
    }

    @Override
    public void close() {
        for (ServerProcess process : processes) {
            if (process != null) {
                process.close();
            }
        }
    }
}
