package dev.reverb.benchmarks;

import java.io.IOException;
import java.util.Map;

/**
 * How long copies take at 60 % of what the server can do: of the events per second that it reached with one outstanding.
 * Latency counts from when an event was due.
 */
final class LatencyMeasurement implements Measurement {

    private static final double SHARE = 0.6;
    private static final int SHORT_SECONDS = 10;
    private static final int LONG_SECONDS = 300;

    @Override
    public void measure(Bench bench, Results results) throws IOException, InterruptedException {
        bench.warmUp();
        RunOptions options = bench.options();
        bench.load(bench.server(), "fanout", "--conns", "1000", "--duration", "" + options.warmup);
        double reached = bench.load(bench.server(), "fanout", "--conns", "1000", "--duration", "" + options.seconds)
                .getOrDefault("events_per_s", Double.NaN);
        int seconds = options.isLong ? LONG_SECONDS : SHORT_SECONDS;
        double rate = Math.max(1, Math.rint(reached * SHARE));
        Map<String, Double> figures =
                bench.load(bench.server(), "rate", "--conns", "1000", "--rate", "" + rate, "--duration", "" + seconds);
        String load = "fan-out to 1 000 at 60 % for " + seconds + " s, ";
        results.add(load + "events per second", bench.transport(), rate, Double.NaN);
        for (String[] percentile : new String[][] {{"p50", "p50"}, {"p99", "p99"}, {"p999", "p99.9"}, {"max", "max"}}) {
            double micros = figures.getOrDefault("latency_" + percentile[0] + "_us", Double.NaN);
            results.add(load + "latency " + percentile[1] + ", ms", bench.transport(), micros / 1_000, Double.NaN);
        }
    }
}
