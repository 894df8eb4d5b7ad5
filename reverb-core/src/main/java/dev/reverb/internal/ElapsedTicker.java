package dev.reverb.internal;

import dev.reverb.spi.Ticker;

/**
 * A ticker whose {@link #nanoTime()} begins at zero. The one it reads may begin anywhere, even just before it overflows
 * ({@link System#nanoTime()} promises no more); from here on times may be divided and compared.
 */
final class ElapsedTicker implements Ticker {

    private final Ticker ticker;
    private final long start;

    ElapsedTicker(Ticker ticker) {
        this.ticker = ticker;
        this.start = ticker.nanoTime();
    }

    @Override
    public long nanoTime() {
        return ticker.nanoTime() - start;
    }

    @Override
    public long currentTimeMillis() {
        return ticker.currentTimeMillis();
    }
}
