package dev.reverb.internal.retry;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long a server that has failed is left alone: a second, and twice as long each time up to half a minute, of which a random part is
 * waited, between a half and all of it, so that many who wait for it do not come together.
 *
 * @param random between 0, included, and 1
 */
public record Backoff(DoubleSupplier random) {

    /** After the first failure: one second. */
    public static final Duration FIRST = Duration.ofSeconds(1);

    /** The longest: 30 seconds. */
    public static final Duration LONGEST = Duration.ofSeconds(30);

    private static final int DOUBLINGS = 5;

    /** The time after so many failures in a row, at least 1, in nanoseconds. */
    public long after(int failures) {
        long whole = Math.min(LONGEST.toNanos(), FIRST.toNanos() << Math.min(DOUBLINGS, failures - 1));
        return (long) (whole * (1 + random.getAsDouble()) / 2);
    }
}
