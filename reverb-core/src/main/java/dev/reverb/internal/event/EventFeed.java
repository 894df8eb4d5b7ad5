package dev.reverb.internal.event;

import dev.reverb.event.ServerListener;
import dev.reverb.internal.threads.UserFailure;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One listener: what waits for it, and the thread that tells it, one event after the other. */
final class EventFeed {

    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);

    /** In nanoseconds. */
    private static final long BETWEEN_WARNINGS = Duration.ofMinutes(1).toNanos();

    private final ServerListener listener;
    private final int wanted;
    private final NoticeQueue queue;
    private final Ticker ticker;
    private final MetricsRecorder metrics;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /** Not before then is it told again that events are dropped; in the ticker's nanoseconds. */
    private final AtomicLong nextDropWarning = new AtomicLong();

    private @Nullable Thread thread;
    private volatile boolean abandoned;

    // On the listener's thread.
    private long nextFailureWarning;
    private long failures;

    EventFeed(ServerListener listener, NoticeQueue queue, Ticker ticker, MetricsRecorder metrics) {
        this.listener = listener;
        this.wanted = EventKind.wantedBy(listener);
        this.queue = queue;
        this.ticker = ticker;
        this.metrics = metrics;
    }

    /** The bits of the kinds that the listener wants. */
    int wanted() {
        return wanted;
    }

    private boolean wants(EventKind<?> kind) {
        return (wanted & kind.bit()) != 0;
    }

    // ---- on lanes ----

    /** Takes a notice where the listener wants it and there is room. Any thread. */
    void offer(Notice notice) {
        if (wants(notice.kind())) {
            int dropped = queue.offer(notice);
            if (dropped > 0) {
                dropped(dropped);
            }
        }
    }

    /** Takes that so many events of these kinds, or some of them, will not come. Any thread. */
    void missed(List<EventKind<?>> kinds, long count, long millis) {
        if (kinds.stream().anyMatch(this::wants)) {
            queue.missed(count, millis);
            metrics.listenerEventsDropped((int) Math.min(count, Integer.MAX_VALUE));
        }
    }

    private void dropped(int events) {
        metrics.listenerEventsDropped(events);
        long now = ticker.nanoTime();
        long next = nextDropWarning.get();
        if (now >= next && nextDropWarning.compareAndSet(next, now + BETWEEN_WARNINGS)) {
            LOG.warn("The listener {} does not keep up with what happens; events are dropped", name());
        }
    }

    private String name() {
        return listener.getClass().getName();
    }

    // ---- on the listener's thread ----

    /** Begins to tell. */
    void start(ThreadFactory threads) {
        Thread started = threads.newThread(this::run);
        thread = started;
        started.start();
    }

    private void run() {
        try {
            for (Notice notice = next(); notice != null; notice = next()) {
                tell(notice);
            }
        } finally {
            ended.complete(null);
        }
    }

    private @Nullable Notice next() {
        while (!abandoned) {
            try {
                return queue.take();
            } catch (InterruptedException byTheListener) {
                // Left behind by a listener that has noted its interrupt; the end of the server is told otherwise.
                LOG.debug("The thread of the listener {} was interrupted", name());
            }
        }
        return null;
    }

    private void tell(Notice notice) {
        int events = notice.events();
        for (int i = 0; i < events; i++) {
            if (abandoned) {
                metrics.listenerEventsDropped(events - i);
                return;
            }
            try {
                notice.kind().call(listener, notice.event(i));
            } catch (Throwable broken) {
                failed(notice.kind(), broken);
            }
        }
    }

    private void failed(EventKind<?> kind, Throwable broken) {
        failures++;
        long now = ticker.nanoTime();
        if (now >= nextFailureWarning) {
            nextFailureWarning = now + BETWEEN_WARNINGS;
            LOG.warn(
                    "The listener {} failed in {} (failures since this was last told: {}); it goes on with the next event",
                    name(),
                    kind.method(),
                    failures,
                    UserFailure.of(broken));
            failures = 0;
        }
    }

    // ---- the end ----

    /**
     * Tells what waits, and takes nothing more. The time is the machine's: it is code of the application's that is waited for.
     *
     * @param atMost how long that may take; then the thread is interrupted, and what is left dropped
     * @param late ends it where the time is over: not on the JDK's one thread for all time-outs, where whoever waits for the server's end
     *     would go on
     * @return completes when the listener has been told everything, or the time is over
     */
    CompletableFuture<Void> stop(Duration atMost, Executor late) {
        queue.close();
        if (thread == null) {
            ended.complete(null);
        }
        return ended.thenApply(told -> true)
                .completeOnTimeout(false, atMost.toNanos(), TimeUnit.NANOSECONDS)
                .thenCompose(inTime -> inTime ? ended : CompletableFuture.runAsync(this::abandon, late));
    }

    private void abandon() {
        if (ended.isDone()) {
            return;
        }
        abandoned = true;
        int dropped = queue.abandon();
        if (dropped > 0) {
            metrics.listenerEventsDropped(dropped);
        }
        LOG.warn("The listener {} has not come to an end; {} events are dropped", name(), dropped);
        Thread telling = thread;
        if (telling != null) {
            telling.interrupt();
        }
    }
}
