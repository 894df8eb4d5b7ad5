package dev.reverb.broadcasting;

import dev.reverb.broadcasting.BroadcastException.Reason;
import dev.reverb.spi.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what was not sent: the listener of each, the log at most every {@link #BETWEEN_WARNINGS}, with a count. Any thread. */
final class Failures {

    /** A dead server must not fill the log. */
    static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Broadcaster.class);

    private final Ticker ticker;
    private final Consumer<FailedBroadcast> listener;
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong untold = new AtomicLong();
    private final AtomicLong nextWarning;

    Failures(Ticker ticker, Consumer<FailedBroadcast> listener) {
        this.ticker = ticker;
        this.listener = listener;
        this.nextWarning = new AtomicLong(ticker.nanoTime());
    }

    /** How many there were. */
    long count() {
        return count.get();
    }

    void report(FailedBroadcast failed) {
        count.incrementAndGet();
        log(failed);
        try {
            listener.accept(failed);
        } catch (RuntimeException | Error broken) {
            LOG.warn("The listener to failed broadcasts has failed itself", broken);
        }
    }

    private void log(FailedBroadcast failed) {
        long news = untold.incrementAndGet();
        long now = ticker.nanoTime();
        long next = nextWarning.get();
        if (now - next < 0 || !nextWarning.compareAndSet(next, now + BETWEEN_WARNINGS.toNanos())) {
            LOG.debug("Not broadcast: {}", failed.event(), failed.cause());
            return;
        }
        untold.addAndGet(-news);
        LOG.warn(
                "{} broadcast(s) dropped, the last of them {}{} after {} attempt(s)",
                news,
                failed.event(),
                failed.connection().map(name -> " for " + name).orElse(""),
                failed.attempts(),
                failed.cause());
    }

    /** What stands behind a failure, as an exception of ours. */
    static BroadcastException wrap(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof BroadcastException ours
                ? ours
                : new BroadcastException(
                        Reason.FAILED,
                        "The broadcast has failed: " + cause.getClass().getName(),
                        cause);
    }
}
