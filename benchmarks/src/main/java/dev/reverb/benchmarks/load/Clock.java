package dev.reverb.benchmarks.load;

/** Nanoseconds since the program started: positive, so that they can be compared with {@link #NEVER}. */
final class Clock {

    static final long SECOND = 1_000_000_000L;
    static final long MILLISECOND = 1_000_000L;

    /** Later than anything. */
    static final long NEVER = Long.MAX_VALUE;

    private static final long START = System.nanoTime() - 1;

    private Clock() {}

    static long now() {
        return System.nanoTime() - START;
    }

    static long nanos(double seconds) {
        return (long) (seconds * SECOND);
    }

    static double seconds(long nanos) {
        return (double) nanos / SECOND;
    }
}
