package dev.reverb.applications.caching;

import dev.reverb.application.Application;
import dev.reverb.spi.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/** Tells the log that applications are served from memory because their source fails: once a minute, however many they are. Any thread. */
final class Outage {

    private static final long PAUSE = TimeUnit.MINUTES.toNanos(1);

    private final Logger log;
    private final Ticker ticker;
    private final Duration maxStaleness;
    private final AtomicLong nextAt;

    Outage(Logger log, Ticker ticker, Duration maxStaleness) {
        this.log = log;
        this.ticker = ticker;
        this.maxStaleness = maxStaleness;
        this.nextAt = new AtomicLong(ticker.nanoTime());
    }

    /** A question about a known application has failed. */
    void bridged(Application application, Throwable failure) {
        long now = ticker.nanoTime();
        long at = nextAt.get();
        if (now - at >= 0 && nextAt.compareAndSet(at, now + PAUSE)) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            log.warn(
                    "The source of applications fails. Such as are known are served as they were, for {} at most. First: {}: {}",
                    maxStaleness,
                    application,
                    cause.toString());
        }
    }
}
