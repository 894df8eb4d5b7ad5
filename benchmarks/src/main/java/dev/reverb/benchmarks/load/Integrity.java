package dev.reverb.benchmarks.load;

/** What went wrong with copies. */
final class Integrity {

    long lost;
    long duplicated;
    long reordered;

    /** Due in {@code rate}, but never sent. */
    long unsent;

    long all() {
        return lost + duplicated + reordered + unsent;
    }

    void report(Figures figures) {
        figures.count("lost", lost);
        figures.count("duplicated", duplicated);
        figures.count("reordered", reordered);
    }
}
