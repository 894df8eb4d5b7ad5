package dev.reverb.benchmarks;

import java.io.IOException;
import java.util.Map;

/** What 10 000 connections without traffic cost, on a fresh server. */
final class IdleMeasurement implements Measurement {

    private static final int SHORT_SECONDS = 10;
    private static final int LONG_SECONDS = 600;

    @Override
    public void measure(Bench bench, Results results) throws IOException, InterruptedException {
        int seconds = bench.options().isLong ? LONG_SECONDS : SHORT_SECONDS;
        try (ServerProcess server = bench.startServer()) {
            Map<String, Double> idle = bench.load(
                    server, "idle", "--subscribe", "--conns", "10000", "--settle", "3", "--hold", "" + seconds);
            results.add(
                    "10 000 idle connections, % of a core",
                    bench.transport(), idle.getOrDefault("hold_server_cpu_pct", Double.NaN), Double.NaN);
            results.add(
                    "resident memory per idle subscribed connection, bytes",
                    bench.transport(),
                    idle.getOrDefault("rss_bytes_per_conn", Double.NaN),
                    Double.NaN);
        }
    }
}
