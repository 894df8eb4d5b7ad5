package dev.reverb.benchmarks;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** The live heap per idle connection that has subscribed to a channel of its own, on a fresh server. */
final class HeapMeasurement implements Measurement {

    private static final int CONNECTIONS = 5_000;

    /** What no server stays below: until then not all connections are open. */
    private static final int LEAST = 200;

    @Override
    public void measure(Bench bench, Results results) throws IOException, InterruptedException {
        try (ServerProcess server = bench.startServer()) {
            bench.load(server, "idle", "--subscribe", "--conns", "200", "--settle", "1");
            long before = server.liveHeap();
            Process holding = bench.hold(server, CONNECTIONS);
            try {
                long heap = whenSteady(server, before, holding);
                results.add(
                        "live heap per idle subscribed connection, bytes",
                        bench.transport(),
                        (double) (heap - before) / CONNECTIONS,
                        Double.NaN);
            } finally {
                holding.destroyForcibly().waitFor();
            }
        }
    }

    /** Once it grows no more, all are open. */
    private static long whenSteady(ServerProcess server, long before, Process holding)
            throws IOException, InterruptedException {
        long heap = before;
        long last;
        do {
            last = heap;
            TimeUnit.SECONDS.sleep(3);
            heap = server.liveHeap();
            if (!holding.isAlive()) {
                throw new IOException("The idle connections to " + server + " did not hold");
            }
        } while (Math.abs(heap - last) > CONNECTIONS * 20L || heap < before + (long) CONNECTIONS * LEAST);
        return heap;
    }
}
