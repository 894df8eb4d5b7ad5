package dev.reverb.internal.interception;

import dev.reverb.internal.threads.UserFailure;
import dev.reverb.spi.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs why a decision failed: the first time, and then at most once in {@link #INTERVAL}, with how many there were meanwhile.
 * Interceptors that fail may be asked by every client at once. Any thread.
 */
final class FailureLog {

    static final Duration INTERVAL = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Interception.class);

    private final Ticker ticker;

    /** When the next line may come; a time of the ticker's. */
    private final AtomicLong next;

    private final AtomicLong untold = new AtomicLong();

    FailureLog(Ticker ticker) {
        this.ticker = ticker;
        this.next = new AtomicLong(ticker.nanoTime());
    }

    /**
     * Tells of one failure.
     *
     * @param what what is refused for it
     * @param asked whose it is; of this only the ids are logged
     * @param why begins with who has failed
     * @param cause what was thrown, if anything was; its message is not logged, which may quote headers or data
     */
    void tell(String what, Asked asked, String why, @Nullable Throwable cause) {
        long now = ticker.nanoTime();
        long due = next.get();
        if (now - due < 0 || !next.compareAndSet(due, now + INTERVAL.toNanos())) {
            untold.incrementAndGet();
            return;
        }
        long more = untold.getAndSet(0);
        LOG.warn(
                "A {} of {} of application {} is refused: {}{}",
                what,
                asked.socketId(),
                asked.appId(),
                why,
                more == 0 ? "" : " (and " + more + " such refusals before it were not logged)",
                cause == null ? null : UserFailure.of(unwrapped(cause)));
    }

    private static Throwable unwrapped(Throwable failed) {
        Throwable cause = failed.getCause();
        return failed instanceof CompletionException && cause != null ? cause : failed;
    }
}
