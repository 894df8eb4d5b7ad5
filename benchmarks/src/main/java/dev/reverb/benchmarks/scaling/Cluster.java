package dev.reverb.benchmarks.scaling;

import dev.reverb.benchmarks.Generator;
import dev.reverb.benchmarks.ServerProcess;
import dev.reverb.benchmarks.scaling.Settling.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Some servers and the Redis that makes them one, each a process; or a single server without. Events are published on the first one.
 * Not for several threads.
 */
final class Cluster implements AutoCloseable {

    private static final String TRANSPORT = "undertow";

    private final ScalingOptions options;
    private final Generator generator = Generator.java();
    private final List<ServerProcess> servers = new ArrayList<>();
    private @Nullable ServerProcess redis;
    private @Nullable Meter meter;
    private int loads;

    private Cluster(ScalingOptions options) {
        this.options = options;
    }

    /** So many nodes; none is a server without scaling. */
    static Cluster start(ScalingOptions options, int nodes) throws IOException, InterruptedException {
        return start(options, nodes, false);
    }

    /** So many nodes, the last of which reaches Redis through a {@link Meter}. */
    static Cluster startMetered(ScalingOptions options, int nodes) throws IOException, InterruptedException {
        return start(options, nodes, true);
    }

    private static Cluster start(ScalingOptions options, int nodes, boolean isMetered)
            throws IOException, InterruptedException {
        Cluster cluster = new Cluster(options);
        try {
            cluster.start(nodes, isMetered);
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void start(int nodes, boolean isMetered) throws IOException, InterruptedException {
        if (nodes == 0) {
            servers.add(ServerProcess.reverb(TRANSPORT, options.jvmOptions));
            return;
        }
        redis = ServerProcess.redis();
        for (int i = 1; i <= nodes; i++) {
            int port = redis.port();
            if (isMetered && i == nodes) {
                meter = Meter.before(port);
                port = meter.port();
            }
            servers.add(ServerProcess.node(TRANSPORT, options.jvmOptions, port));
        }
    }

    ScalingOptions options() {
        return options;
    }

    /** How many nodes there are; 0 without scaling. */
    int nodes() {
        return redis == null ? 0 : servers.size();
    }

    /** All servers, as numbers from 1. */
    int[] all() {
        return IntStream.rangeClosed(1, servers.size()).toArray();
    }

    /** A server by its number, from 1. */
    ServerProcess server(int number) {
        return servers.get(number - 1);
    }

    /** The port of Redis. */
    int redis() {
        if (redis == null) {
            throw new IllegalStateException("There is no Redis without scaling");
        }
        return redis.port();
    }

    /**
     * Has all servers compile their paths, by as much as they take: each publishes, then all receive and send, and connections come and go.
     */
    void warmUp() throws IOException, InterruptedException {
        Span span = new Span(0, options.warmup);
        for (ServerProcess server : servers) {
            List<String> publish =
                    List.of("http", "--http-conns", "8", "--warmup", "0", "--duration", "" + options.warmup);
            generator.finish(generator.start(List.of(server), publish), server);
        }
        load(span, "fanout", all(), "--conns", options.size(100), "--window", "64");
        load(span, "whisper", all(), "--conns", options.size(100));
        load(span, "churn", all(), "--conns", options.size(100), "--presence");
        load(span, "churn", all(), "--conns", options.size(100));
    }

    /** Measures a load once its cost stands still. */
    Settling settling() {
        return new Settling(options.whole(), options.settle);
    }

    /**
     * Loads, on channels that no load has used before: a channel stays followed for a while after its last subscriber has gone.
     *
     * @param span for how long
     * @param connectTo the servers that connections go to, by number, in turn
     * @return all figures of the load generator
     * @throws IOException where anything failed or was lost
     */
    Map<String, Double> load(Span span, String mode, int[] connectTo, String... more)
            throws IOException, InterruptedException {
        return loadAs("load" + ++loads, span, mode, connectTo, more);
    }

    /** The same on channels whose names begin as told. */
    Map<String, Double> loadAs(String prefix, Span span, String mode, int[] connectTo, String... more)
            throws IOException, InterruptedException {
        return generator.finish(start(prefix, span, mode, connectTo, more), this);
    }

    /** Starts a load without waiting for its end. */
    Process start(String prefix, Span span, String mode, int[] connectTo, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(mode, "--prefix", prefix));
        arguments.addAll(List.of("--warmup", "" + span.warmup(), "--duration", "" + span.seconds()));
        arguments.addAll(List.of("--conn-ports", ports(connectTo)));
        if (redis != null) {
            arguments.addAll(List.of("--redis", "" + redis.port()));
        }
        arguments.addAll(List.of(more));
        return generator.start(servers, arguments);
    }

    private String ports(int[] numbers) {
        return IntStream.of(numbers)
                .mapToObj(number -> "" + server(number).port())
                .collect(Collectors.joining(","));
    }

    /** The bytes per second that the last node got from Redis in the measured part of a load. */
    double receivedPerSecond(Map<String, Double> figures) {
        if (meter == null) {
            throw new IllegalStateException("There is no meter");
        }
        long begin = figures.getOrDefault("begin_unix_ms", 0.0).longValue();
        long end = figures.getOrDefault("end_unix_ms", 0.0).longValue();
        return meter.received(begin, end) * 1_000.0 / (end - begin);
    }

    @Override
    public void close() throws IOException {
        servers.forEach(ServerProcess::close);
        if (meter != null) {
            meter.close();
        }
        if (redis != null) {
            redis.close();
        }
    }

    @Override
    public String toString() {
        return redis == null ? "no scaling" : servers.size() == 1 ? "1 node" : servers.size() + " nodes";
    }
}
