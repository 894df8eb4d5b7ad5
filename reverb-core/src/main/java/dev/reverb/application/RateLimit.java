package dev.reverb.application;

import java.time.Duration;

/**
 * How many messages one connection may send; the setting {@code rate_limiting}. Every message counts. The first one
 * opens a window of {@code decay}; past {@code maxAttempts} messages are dropped with error 4301 until the window ends.
 *
 * @param maxAttempts messages per window, at least 1
 * @param decay the window's length, at least a second
 * @param terminateOnLimit whether a connection that passes the limit is closed (4100)
 */
public record RateLimit(int maxAttempts, Duration decay, boolean terminateOnLimit) {

    /** The default of {@code max_attempts}: {@value} messages. */
    public static final int DEFAULT_MAX_ATTEMPTS = 60;

    /** The default of {@code decay_seconds}: one minute. */
    public static final Duration DEFAULT_DECAY = Duration.ofSeconds(60);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException where one is too small
     */
    public RateLimit {
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("max_attempts must be at least 1, not " + maxAttempts);
        }
        if (decay.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("decay_seconds must be at least 1, not " + decay);
        }
    }
}
