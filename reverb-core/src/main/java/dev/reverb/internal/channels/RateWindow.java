package dev.reverb.internal.channels;

import dev.reverb.application.Application;
import dev.reverb.spi.Ticker;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what happens within each second. Any thread. */
public final class RateWindow {

    private final Ticker ticker;

    /** The second in the upper half, the count in the lower. */
    private final AtomicLong state = new AtomicLong();

    RateWindow(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Counts, unless that would be more than {@code limit} within the present second. */
    public boolean tryAcquire(int count, int limit) {
        if (limit == Application.UNLIMITED) {
            return true;
        }
        long second = ticker.nanoTime() / 1_000_000_000L & 0xFFFF_FFFFL;
        while (true) {
            long before = state.get();
            long counted = before >>> 32 == second ? before & 0xFFFF_FFFFL : 0;
            if (counted + count > limit) {
                return false;
            }
            if (state.compareAndSet(before, second << 32 | counted + count)) {
                return true;
            }
        }
    }
}
