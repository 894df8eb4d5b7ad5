package dev.reverb.server.clients;

import dev.reverb.spi.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The machine's time, put forward by what a test does not want to wait for. */
final class ShiftedTicker implements Ticker {

    private final AtomicLong shift = new AtomicLong();

    void advance(Duration duration) {
        shift.addAndGet(duration.toNanos());
    }

    @Override
    public long nanoTime() {
        return Ticker.system().nanoTime() + shift.get();
    }

    @Override
    public long currentTimeMillis() {
        return Ticker.system().currentTimeMillis()
                + Duration.ofNanos(shift.get()).toMillis();
    }
}
