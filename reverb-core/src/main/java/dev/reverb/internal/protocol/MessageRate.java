package dev.reverb.internal.protocol;

import dev.reverb.application.RateLimit;

/** Counts one connection's messages in windows that open with the first message. On the connection's lane. */
final class MessageRate {

    private final RateLimit limit;
    private long windowEnd = Long.MIN_VALUE;
    private int count;

    MessageRate(RateLimit limit) {
        this.limit = limit;
    }

    /** Counts a message; whether it is within the limit. */
    boolean tryAcquire(long nanoTime) {
        if (windowEnd == Long.MIN_VALUE || nanoTime - windowEnd >= 0) {
            windowEnd = nanoTime + limit.decay().toNanos();
            count = 0;
        }
        if (count >= limit.maxAttempts()) {
            return false;
        }
        count++;
        return true;
    }

    boolean terminates() {
        return limit.terminateOnLimit();
    }
}
