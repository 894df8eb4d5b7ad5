package dev.reverb.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code CompareTransports FOLDER [TRANSPORT...]}: loads Reverb over each transport with {@code swarm}, in turn with the C
 * server {@code limit}, both from the folder, and prints a table for {@code docs/transports.md}. Servers have the first core,
 * the load the second. Nothing else should run meanwhile.
 */
public final class CompareTransports {

    /** Of each figure the median of so many runs is taken. */
    private static final int RUNS = 3;

    private static final String SECONDS = "3";
    private static final String WARM_UP_SECONDS = "6";

    /** Connections whose memory is measured. */
    private static final int IDLE = 5_000;

    private final Path folder;
    private final Swarm swarm;

    private CompareTransports(Path folder) {
        this.folder = folder;
        this.swarm = new Swarm(folder);
    }

    /**
     * Compares.
     *
     * @param arguments the folder with {@code swarm} and {@code limit}; the transports, all by default
     */
    public static void main(String... arguments) throws IOException, InterruptedException {
        if (arguments.length == 0 || !Files.isExecutable(Path.of(arguments[0], "swarm"))) {
            System.err.println("Give me the folder in which swarm and limit have been built.");
            System.exit(2);
        }
        List<String> transports = arguments.length == 1
                ? List.copyOf(Serve.transports())
                : Arrays.asList(arguments).subList(1, arguments.length);
        new CompareTransports(Path.of(arguments[0])).run(transports);
    }

    private void run(List<String> transports) throws IOException, InterruptedException {
        Table table = new Table();
        try (ServerProcess limit = ServerProcess.limit(folder)) {
            for (String transport : transports) {
                System.err.println(transport + " …");
                Map<Load, double[]> figures = compare(transport, limit);
                table.add(transport, figures, idleMemory(transport));
            }
        }
        System.out.print(table);
    }

    /** For each load the figure of the limit and of the transport. */
    private Map<Load, double[]> compare(String transport, ServerProcess limit)
            throws IOException, InterruptedException {
        Map<Load, double[]> figures = new EnumMap<>(Load.class);
        try (ServerProcess server = ServerProcess.reverb(transport)) {
            for (Load load : Load.values()) {
                swarm.run(server, with(load, WARM_UP_SECONDS));
                double[][] runs = new double[2][RUNS];
                for (int i = 0; i < RUNS; i++) {
                    runs[0][i] = figure(limit, load);
                    runs[1][i] = figure(server, load);
                }
                figures.put(load, new double[] {median(runs[0]), median(runs[1])});
            }
        }
        return figures;
    }

    private double figure(ServerProcess server, Load load) throws IOException, InterruptedException {
        return swarm.run(server, with(load, SECONDS)).getOrDefault(load.figure(), Double.NaN);
    }

    private static String[] with(Load load, String seconds) {
        String[] arguments = load.arguments();
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--duration";
        all[arguments.length + 1] = seconds;
        return all;
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Bytes per open connection that says nothing: {live heap, resident}. Each on a fresh server. */
    private double[] idleMemory(String transport) throws IOException, InterruptedException {
        double heap;
        try (ServerProcess server = ServerProcess.reverb(transport)) {
            swarm.run(server, "idle", "--conns", "200", "--settle", "1");
            heap = heapPerConnection(server);
        }
        try (ServerProcess server = ServerProcess.reverb(transport)) {
            Map<String, Double> idle = swarm.run(server, "idle", "--conns", "" + IDLE, "--settle", "2");
            return new double[] {heap, idle.getOrDefault("rss_bytes_per_conn", Double.NaN)};
        }
    }

    private double heapPerConnection(ServerProcess server) throws IOException, InterruptedException {
        long before = server.liveHeap();
        Process holding = swarm.start(server, "idle", "--conns", "" + IDLE, "--settle", "1", "--hold", "60");
        try {
            long heap = before;
            // Until it grows no more: all are open.
            for (long last = 0; heap != last || heap < before + IDLE * 200L; ) {
                last = heap;
                TimeUnit.SECONDS.sleep(3);
                heap = round(server.liveHeap());
                if (!holding.isAlive()) {
                    throw new IOException("The idle connections to " + server + " did not hold");
                }
            }
            return (double) (heap - before) / IDLE;
        } finally {
            holding.destroyForcibly().waitFor();
        }
    }

    /** To a tenth of what 200 bytes per connection make: some of the heap always moves. */
    private static long round(long heap) {
        long step = IDLE * 20L;
        return heap / step * step;
    }
}
