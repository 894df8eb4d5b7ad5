package dev.reverb.internal.webhook;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long a hook that has failed is left alone: a second, and twice as long each time up to half a minute, of which a random part is waited,
 * between a half and all of it, so that the hooks of many servers do not come together.
 *
 * @param random between 0, included, and 1
 */
record Backoff(DoubleSupplier random) {

    static final Duration FIRST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int DOUBLINGS = 5;

    /** The time after so many failures in a row, at least 1, in nanoseconds. */
    long after(int failures) {
        long whole = Math.min(LONGEST.toNanos(), FIRST.toNanos() << Math.min(DOUBLINGS, failures - 1));
        return (long) (whole * (1 + random.getAsDouble()) / 2);
    }
}
