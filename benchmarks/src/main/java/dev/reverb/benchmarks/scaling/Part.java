package dev.reverb.benchmarks.scaling;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/** What is measured, in this order; each gives some rows of the table. */
enum Part {
    PUBLISH(new PublishPart(), 0, 1, 2, 4),
    SATURATED(new SaturatedPart(), 0, 1, 2, 4),
    LOCAL(new LocalPart(), 0, 1),
    PRESENCE(new PresencePart(), 1, 2),
    /** Last of those that share a cluster: ten thousand channels are given up half a minute later. */
    CHANNELS(new ChannelsPart(), 1, 2),
    /** On a cluster of its own, whose last node is metered. */
    INTEREST(new InterestPart(), 2);

    /** How something is measured. */
    @FunctionalInterface
    interface Measurement {

        /**
         * Loads a warm cluster, and adds rows.
         *
         * @throws IOException where a load failed, or lost anything
         */
        void measure(Cluster cluster, Report report) throws IOException, InterruptedException;
    }

    private final Measurement measurement;
    private final int[] nodes;

    Part(Measurement measurement, int... nodes) {
        this.measurement = measurement;
        this.nodes = nodes;
    }

    /** Whether it is measured on so many nodes. */
    boolean isFor(int count) {
        return Arrays.stream(nodes).anyMatch(one -> one == count);
    }

    boolean isMetered() {
        return this == INTEREST;
    }

    void measure(Cluster cluster, Report report) throws IOException, InterruptedException {
        measurement.measure(cluster, report);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
