package dev.reverb.internal.webhook;

import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs something turn by turn on the scheduler's thread, never two at a time: when somebody asks for it, and when the last turn said
 * that there would be something to do. {@link #ask} and {@link #post} are for any thread and never wait for a turn.
 */
final class Turns {

    /** What a turn answers when there is nothing to do unless somebody asks. */
    static final long NEVER = Long.MAX_VALUE;

    /** A turn that fails is a bug; the next comes a second later. */
    private static final long AFTER_FAILURE = 1_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

    private final Scheduler scheduler;
    private final Ticker ticker;
    private final LongUnaryOperator turn;
    private final ConcurrentLinkedQueue<Runnable> posts = new ConcurrentLinkedQueue<>();
    private Scheduler.@Nullable Cancellable timer;
    private final AtomicReference<Scheduler.@Nullable Cancellable> asked = new AtomicReference<>();
    private volatile boolean stopped;

    /**
     * Runs nothing yet.
     *
     * @param turn takes the time and answers when to come again, both in the ticker's nanoseconds
     */
    Turns(Scheduler scheduler, Ticker ticker, LongUnaryOperator turn) {
        this.scheduler = scheduler;
        this.ticker = ticker;
        this.turn = turn;
    }

    /** Asks for a turn, in place of what was asked for before with a delay. */
    void ask(Duration delay) {
        if (stopped) {
            return;
        }
        try {
            Scheduler.Cancellable task = scheduler.schedule(this::run, delay);
            if (!delay.isZero()) {
                cancel(asked.getAndSet(task));
            }
        } catch (RuntimeException ended) {
            LOG.warn("The scheduler takes no more tasks; webhooks are told nothing more", ended);
        }
    }

    private static void cancel(Scheduler.@Nullable Cancellable task) {
        if (task != null) {
            task.cancel();
        }
    }

    /** Has a task run at the beginning of a turn, soon. */
    void post(Runnable task) {
        posts.add(task);
        ask(Duration.ZERO);
    }

    private synchronized void run() {
        if (stopped) {
            return;
        }
        long now = ticker.nanoTime();
        long next = now + AFTER_FAILURE;
        try {
            do {
                runPosts();
                next = turn.applyAsLong(now);
                // An answer may have come at once.
            } while (!posts.isEmpty() && !stopped);
        } catch (RuntimeException | Error broken) {
            LOG.error("A turn of webhooks failed; they go on", broken);
        }
        cancel(timer);
        timer = null;
        if (next != NEVER && !stopped) {
            timer = scheduler.schedule(this::run, Duration.ofNanos(Math.max(0, next - now)));
        }
    }

    private void runPosts() {
        for (Runnable post = posts.poll(); post != null; post = posts.poll()) {
            post.run();
        }
    }

    /** Runs a task as if in a turn, and no turn behind it. Waits for one that is running. */
    synchronized void stop(Runnable last) {
        if (stopped) {
            return;
        }
        stopped = true;
        last.run();
        cancel(timer);
        cancel(asked.get());
    }
}
