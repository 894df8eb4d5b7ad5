package dev.reverb.benchmarks.lanes;

import java.util.concurrent.atomic.AtomicLongArray;

/** A count for each lane, written by that lane alone and read by all; each far from the others in memory. */
final class Tally {

    /** In longs: two cache lines, since processors fetch them in pairs. */
    private static final int APART = 16;

    private final AtomicLongArray counts;
    private final int lanes;

    Tally(int lanes) {
        this.lanes = lanes;
        this.counts = new AtomicLongArray((lanes + 1) * APART);
    }

    /** On that lane. */
    void add(int lane, long more) {
        int slot = (lane + 1) * APART;
        counts.setRelease(slot, counts.getPlain(slot) + more);
    }

    long sum() {
        long sum = 0;
        for (int lane = 0; lane < lanes; lane++) {
            sum += counts.getAcquire((lane + 1) * APART);
        }
        return sum;
    }
}
