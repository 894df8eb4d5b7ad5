package dev.reverb.benchmarks.load;

import java.io.PrintStream;

/** Counts all failures, and tells the first ones. */
final class Failures {

    private static final int TOLD = 10;

    private final PrintStream out;
    private final long[] counts = new long[Failure.values().length];
    private long all;

    Failures(PrintStream out) {
        this.out = out;
    }

    void add(Failure failure, String what) {
        counts[failure.ordinal()]++;
        if (all++ < TOLD) {
            out.println("load: " + failure.figure() + ": " + what);
        } else if (all == TOLD + 1) {
            out.println("load: further failures are only counted");
        }
    }

    long count(Failure failure) {
        return counts[failure.ordinal()];
    }

    long all() {
        return all;
    }

    void report(Figures figures) {
        for (Failure failure : Failure.values()) {
            figures.count(failure.figure(), count(failure));
        }
    }
}
