package dev.reverb.benchmarks;

import java.io.IOException;
import java.util.Arrays;

/** The processor time of the server per operation, warm, beside the limit's in turn where there is one. */
final class LoadMeasurement implements Measurement {

    /** Instead of seconds, where a run takes as long as it takes. */
    private static final int WARM_UPS = 3;

    private final String title;
    private final String figure;
    private final boolean timed;
    private final String[] arguments;

    private LoadMeasurement(boolean timed, String title, String figure, String... arguments) {
        this.timed = timed;
        this.title = title;
        this.figure = figure;
        this.arguments = arguments;
    }

    /** By a figure of the load generator's JSON. */
    LoadMeasurement(String title, String figure, String... arguments) {
        this(true, title, figure, arguments);
    }

    static LoadMeasurement delivery(String title, String... arguments) {
        return new LoadMeasurement(true, title + ", µs per delivery", "server_us_per_delivery", arguments);
    }

    /** Of a mode that has no duration. */
    static LoadMeasurement untimed(String title, String figure, String... arguments) {
        return new LoadMeasurement(false, title, figure, arguments);
    }

    @Override
    public void measure(Bench bench, Results results) throws IOException, InterruptedException {
        bench.warmUp();
        for (int i = 0; i < (timed ? 1 : WARM_UPS); i++) {
            bench.load(bench.server(), lasting(bench.options().warmup));
        }
        int runs = bench.options().runs;
        double[] server = new double[runs];
        double[] limit = new double[runs];
        for (int i = 0; i < runs; i++) {
            limit[i] = bench.limit() == null ? Double.NaN : run(bench, bench.limit());
            server[i] = run(bench, bench.server());
        }
        results.add(title, bench.transport(), median(server), median(limit));
    }

    private double run(Bench bench, ServerProcess server) throws IOException, InterruptedException {
        return bench.load(server, lasting(bench.options().seconds)).getOrDefault(figure, Double.NaN);
    }

    private String[] lasting(double seconds) {
        if (!timed) {
            return arguments;
        }
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--duration";
        all[arguments.length + 1] = "" + seconds;
        return all;
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
