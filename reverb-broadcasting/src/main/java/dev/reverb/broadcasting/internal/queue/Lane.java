package dev.reverb.broadcasting.internal.queue;

import dev.reverb.broadcasting.BroadcastException;
import dev.reverb.broadcasting.BroadcastException.Reason;
import dev.reverb.broadcasting.spi.BroadcastDelivery;
import dev.reverb.broadcasting.spi.QueuedBroadcast;
import dev.reverb.spi.Scheduler.Cancellable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one queue for one connection. At most {@code maxConcurrent} batches of them are taken at a time; a batch that fails keeps its
 * place, and its channels, while it waits to be tried again. So a dead server is asked by few, and nothing overtakes. What may have failed for
 * a single message of it, or for their number, is tried again in parts; as many of these are under way at a time as of batches.
 *
 * <p>Any thread. Deliveries and reports run on workers, never under the lock.
 */
final class Lane {

    private final LaneContext context;
    private final int maxBatchSize;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    // Under the lock.
    private final ChannelOrder order = new ChannelOrder();
    private final Set<Batch> taken = new LinkedHashSet<>();
    private final Map<Batch, Cancellable> resting = new HashMap<>();
    private final ArrayDeque<Batch> due = new ArrayDeque<>();
    private int underWay;
    private int messages;
    private long bytes;
    private boolean closing;
    private boolean expired;

    /**
     * An empty lane.
     *
     * @param maxBatchSize how many messages its connection takes together
     */
    Lane(LaneContext context, int maxBatchSize) {
        this.context = context;
        this.maxBatchSize = maxBatchSize;
    }

    synchronized int messages() {
        return messages;
    }

    synchronized long bytes() {
        return bytes;
    }

    /** Takes a message, or throws why not. */
    void push(QueuedBroadcast broadcast) {
        Entry entry = new Entry(broadcast, context.settings().ticker().nanoTime());
        synchronized (this) {
            checkRoom(entry);
            messages++;
            bytes += entry.size();
            order.add(entry);
        }
        pump();
    }

    private void checkRoom(Entry entry) {
        if (closing) {
            throw new BroadcastException(Reason.CLOSED, "The queue has been closed");
        }
        QueueSettings settings = context.settings();
        if (messages >= settings.maxMessages()) {
            throw new BroadcastException(
                    Reason.QUEUE_FULL, "max_messages: " + settings.maxMessages() + " wait already");
        }
        if (bytes + entry.size() > settings.maxBytes()) {
            throw new BroadcastException(
                    Reason.QUEUE_FULL,
                    "max_bytes: " + bytes + " wait already, and " + entry.size() + " more are over "
                            + settings.maxBytes());
        }
    }

    private void pump() {
        for (Batch batch = take(); batch != null; batch = take()) {
            begin(batch);
        }
    }

    private synchronized @Nullable Batch take() {
        if (taken.size() >= context.settings().maxConcurrent() || expired) {
            return null;
        }
        Batch batch = order.take(maxBatchSize);
        if (batch != null) {
            taken.add(batch);
        }
        return batch;
    }

    private void begin(Batch batch) {
        synchronized (this) {
            if (underWay >= context.settings().maxConcurrent()) {
                due.add(batch);
                return;
            }
            underWay++;
        }
        context.workers().execute(() -> deliver(batch));
    }

    private void beginDue() {
        Batch next;
        synchronized (this) {
            next = expired || underWay >= context.settings().maxConcurrent() ? null : due.poll();
        }
        if (next != null) {
            begin(next);
        }
    }

    private void deliver(Batch batch) {
        List<QueuedBroadcast> next = next(batch);
        BroadcastDelivery delivery = context.delivery();
        (next.size() == 1 ? delivery.deliver(next.get(0)) : delivery.deliverBatch(next))
                .whenCompleteAsync((done, failure) -> ended(batch, failure), context.workers());
    }

    private void ended(Batch batch, @Nullable Throwable failure) {
        synchronized (this) {
            underWay--;
        }
        goOn(batch, failure);
        beginDue();
    }

    private synchronized List<QueuedBroadcast> next(Batch batch) {
        List<Entry> next = batch.current();
        next.forEach(Entry::tried);
        return next.stream().map(Entry::broadcast).toList();
    }

    private void goOn(Batch batch, @Nullable Throwable failure) {
        if (failure == null) {
            batch.succeeded();
            List<Entry> done = batch.current();
            if (takeOut(batch, done)) {
                forget(done);
                proceed(batch);
            }
            return;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        BroadcastException told = cause instanceof BroadcastException ours ? ours : null;
        if (told == null || told.reason().isRetryable()) {
            Duration asked = told == null ? Duration.ZERO : told.retryAfter().orElse(Duration.ZERO);
            boolean apart = batch.current().size() > 1 && mayPassAlone(told);
            tryAgain(batch, delay(batch, asked), apart, cause);
        } else if (batch.current().size() > 1) {
            batch.separate();
            begin(batch);
        } else {
            drop(batch, batch.current(), cause);
            proceed(batch);
        }
    }

    /** Whether one message of several may have brought it about, or their number. */
    private static boolean mayPassAlone(@Nullable BroadcastException failure) {
        return failure == null || failure.reason() == Reason.FAILED || failure.reason() == Reason.RATE_LIMITED;
    }

    private Duration delay(Batch batch, Duration asked) {
        Duration most = context.settings().retryFor();
        Duration heard = asked.compareTo(most) < 0 ? asked : most;
        Duration own = Duration.ofNanos(context.backoff().after(batch.failed()));
        return heard.compareTo(own) > 0 ? heard : own;
    }

    /** Those rest that are then not too old for it; at the end there is no later. */
    private void tryAgain(Batch batch, Duration delay, boolean apart, Throwable cause) {
        QueueSettings settings = context.settings();
        long then = settings.ticker().nanoTime() + delay.toNanos();
        drop(
                batch,
                isClosing()
                        ? batch.entries()
                        : batch.olderThan(then - settings.retryFor().toNanos()),
                cause);
        if (batch.isDone()) {
            proceed(batch);
            return;
        }
        for (Batch part : apart ? split(batch) : List.of(batch)) {
            if (!rest(part, delay)) {
                proceed(part);
            }
        }
    }

    private synchronized List<Batch> split(Batch batch) {
        if (expired) {
            return List.of();
        }
        List<Batch> parts = order.split(batch);
        taken.remove(batch);
        taken.addAll(parts);
        return parts;
    }

    private synchronized boolean isClosing() {
        return closing;
    }

    private synchronized boolean rest(Batch batch, Duration delay) {
        if (closing) {
            return false;
        }
        resting.put(batch, context.settings().scheduler().schedule(() -> wake(batch), delay));
        return true;
    }

    private void wake(Batch batch) {
        synchronized (this) {
            if (resting.remove(batch) == null) {
                return;
            }
        }
        begin(batch);
    }

    private void drop(Batch batch, List<Entry> entries, Throwable cause) {
        // Counted until it is told, so that nobody takes the lane for drained before.
        if (takeOut(batch, entries)) {
            report(entries, cause);
            forget(entries);
        }
    }

    private void report(List<Entry> entries, Throwable cause) {
        entries.forEach(entry -> context.delivery().giveUp(entry.broadcast(), entry.attempts(), cause));
    }

    /** Answers whether they were still here: what has expired was given up then. */
    private synchronized boolean takeOut(Batch batch, List<Entry> done) {
        if (expired) {
            return false;
        }
        batch.remove(done);
        if (batch.isDone()) {
            taken.remove(batch);
            order.release(batch);
        }
        return true;
    }

    private synchronized void forget(List<Entry> done) {
        if (!expired) {
            messages -= done.size();
            bytes -= done.stream().mapToLong(Entry::size).sum();
        }
    }

    private void proceed(Batch batch) {
        if (isExpired()) {
            return;
        }
        if (batch.isDone()) {
            pump();
        } else {
            begin(batch);
        }
        endIfDrained();
    }

    private synchronized boolean isExpired() {
        return expired;
    }

    /** From now on nothing is taken, everything is tried at once, and nothing again. */
    void flush() {
        List<Batch> waiting;
        synchronized (this) {
            closing = true;
            resting.values().forEach(Cancellable::cancel);
            waiting = List.copyOf(resting.keySet());
            resting.clear();
        }
        waiting.forEach(this::begin);
        endIfDrained();
    }

    private void endIfDrained() {
        boolean end;
        synchronized (this) {
            end = closing && messages == 0;
        }
        if (end) {
            drained.complete(null);
        }
    }

    /** Completes after {@link #flush}, when nothing is left. */
    CompletableFuture<Void> drained() {
        return drained;
    }

    /** Gives up what is left, under way or not. */
    void expire(BroadcastException cause) {
        List<Entry> left = new ArrayList<>();
        synchronized (this) {
            expired = true;
            due.clear();
            taken.forEach(batch -> left.addAll(batch.entries()));
            left.addAll(order.clear());
            messages = 0;
            bytes = 0;
        }
        report(left, cause);
        drained.complete(null);
    }
}
