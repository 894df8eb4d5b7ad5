package dev.reverb.spi;

/**
 * Where the engine reads the time, so that tests can advance it. Safe for any thread; called often.
 */
public interface Ticker {

    /**
     * A clock that only goes forward, for time-outs and activity.
     *
     * @return nanoseconds since some fixed moment, as {@link System#nanoTime()}
     */
    long nanoTime();

    /**
     * The time of day, for the timestamps of signed requests.
     *
     * @return milliseconds since 1970-01-01 UTC, as {@link System#currentTimeMillis()}
     */
    long currentTimeMillis();

    /**
     * The machine's clocks.
     *
     * @return the default ticker
     */
    static Ticker system() {
        return SystemTicker.INSTANCE;
    }
}
