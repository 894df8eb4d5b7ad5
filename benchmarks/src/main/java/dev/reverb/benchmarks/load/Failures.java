package dev.reverb.benchmarks.load;

import java.io.PrintStream;
import java.util.EnumMap;
import java.util.Map;

/** Counts all failures, and tells the first ones. */
final class Failures {

    private static final int TOLD = 10;

    private final PrintStream out;
    private final Map<Failure, Long> counts = new EnumMap<>(Failure.class);
    private long all;

    Failures(PrintStream out) {
        this.out = out;
    }

    void add(Failure failure, String what) {
        counts.merge(failure, 1L, Long::sum);
        if (all++ < TOLD) {
            out.println("load: " + failure.figure() + ": " + what);
        } else if (all == TOLD + 1) {
            out.println("load: further failures are only counted");
        }
    }

    long count(Failure failure) {
        return counts.getOrDefault(failure, 0L);
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
