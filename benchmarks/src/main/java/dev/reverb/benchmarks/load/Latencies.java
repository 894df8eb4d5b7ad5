package dev.reverb.benchmarks.load;

import org.HdrHistogram.Histogram;

/** How long something took, each time. */
final class Latencies {

    private static final long LONGEST = 3_600 * Clock.SECOND;

    private final Histogram histogram = new Histogram(LONGEST, 3);
    private long recordFrom;

    /**
     * Records what begins in the second half of the warm-up, until it {@linkplain #restart starts again}: so that the compiler
     * knows both cases, and code is not thrown away just when the measured part begins.
     */
    void warmUp(Options options) {
        recordFrom = Clock.now() + Clock.nanos(options.warmup / 2);
    }

    /** Forgets all, and from now on records what begins then or later. */
    void restart(long moment) {
        histogram.reset();
        recordFrom = moment;
    }

    /** Adds what took from one moment to another. */
    void add(long began, long ended) {
        if (began >= recordFrom) {
            add(ended - began);
        }
    }

    void add(long nanos) {
        histogram.recordValue(Math.max(0, Math.min(nanos, LONGEST)));
    }

    void clear() {
        histogram.reset();
    }

    long count() {
        return histogram.getTotalCount();
    }

    void report(Figures figures, String name) {
        micros(figures, name + "_mean_us", histogram.getMean());
        percentile(figures, name + "_p50_us", 50);
        percentile(figures, name + "_p90_us", 90);
        percentile(figures, name + "_p99_us", 99);
        percentile(figures, name + "_p999_us", 99.9);
        percentile(figures, name + "_max_us", 100);
    }

    /** The figures of what is only to be small. */
    void reportBriefly(Figures figures, String name) {
        percentile(figures, name + "_p50_us", 50);
        percentile(figures, name + "_p99_us", 99);
        percentile(figures, name + "_max_us", 100);
    }

    private void percentile(Figures figures, String name, double percentile) {
        micros(figures, name, (double) histogram.getValueAtPercentile(percentile));
    }

    private static void micros(Figures figures, String name, double nanos) {
        figures.add(name, nanos / 1_000, 1, "us");
    }
}
