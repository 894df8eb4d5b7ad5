package dev.reverb.scaling.redis.internal.state;

import dev.reverb.spi.Scheduler;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes commands in the order in which they are given. Lettuce alone does not: what a thread writes is queued for the connection's event
 * loop, and what that loop's own thread writes meanwhile, from a callback, goes out before it. So one thread writes all, one of the
 * client's that do no I/O. Safe for any thread.
 *
 * <p>No more than {@value #MAX_UNDER_WAY} commands wait for their answers; the next ones wait for that here. So a crowd that comes at once
 * does not keep Redis from answering a ping in time, which would be taken for its absence.
 *
 * <p>Those for a slot of a Cluster that is on its way to another server are written again: see {@link MovingSlots}.
 */
final class WriteOrder {

    /** How many commands may be without an answer. */
    static final int MAX_UNDER_WAY = 500;

    /** Of a command where there are no slots. */
    static final int NO_SLOT = -1;

    /** A command that waits, or whose answer is waited for. */
    static final class Entry<T> {
        final int slot;

        /** Which it is of all. Of the writer. */
        long number;

        private final Supplier<CompletionStage<T>> command;
        private final CompletableFuture<T> answer = new CompletableFuture<>();

        private Entry(int slot, Supplier<CompletionStage<T>> command) {
            this.slot = slot;
            this.command = command;
        }

        void fail(Throwable failure) {
            answer.completeExceptionally(failure);
        }
    }

    private final Executor writer;
    private final Scheduler scheduler;
    private final Queue<Entry<?>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger underWay = new AtomicInteger();

    /** Of the writer, as are the numbers. */
    private final MovingSlots moving = new MovingSlots();

    private long taken;

    /** Whether the writer has to know what becomes of commands for slots. Written by the writer. */
    private volatile boolean isMoving;

    WriteOrder(RedisClusterAsyncCommands<byte[], byte[]> commands, Scheduler scheduler) {
        this(connection(commands).getResources().eventExecutorGroup().next(), scheduler);
    }

    /**
     * Writes on a given thread.
     *
     * @param writer runs one task at a time, in order
     * @param scheduler says when to try again
     */
    WriteOrder(Executor writer, Scheduler scheduler) {
        this.writer = writer;
        this.scheduler = scheduler;
    }

    // Deprecated since what is asked over a connection may be handed to others meanwhile: only its client's threads are
    // asked for here.
    @SuppressWarnings("deprecation")
    private static StatefulConnection<byte[], byte[]> connection(RedisClusterAsyncCommands<byte[], byte[]> commands) {
        return commands instanceof RedisAdvancedClusterAsyncCommands<byte[], byte[]> cluster
                ? cluster.getStatefulConnection()
                : ((RedisAsyncCommands<byte[], byte[]>) commands).getStatefulConnection();
    }

    /**
     * Writes a command after all that were given before.
     *
     * @param slot where its keys lie in a Cluster; else {@link #NO_SLOT}
     * @param command writes it; once more where the slot is on its way
     */
    <T> CompletionStage<T> write(int slot, Supplier<CompletionStage<T>> command) {
        Entry<T> entry = new Entry<>(slot, command);
        inOrder(() -> take(entry), entry::fail);
        return entry.answer;
    }

    private void inOrder(Runnable task, Consumer<Throwable> ended) {
        try {
            writer.execute(task);
        } catch (RejectedExecutionException e) {
            ended.accept(e);
        }
    }

    private void take(Entry<?> entry) {
        entry.number = taken++;
        if (moving.holds(entry.slot)) {
            moving.hold(entry);
        } else if (waiting.isEmpty() && underWay.get() < MAX_UNDER_WAY) {
            send(entry);
        } else {
            waiting.add(entry);
            // All answers may have come before it was there.
            sendWaiting();
        }
    }

    private void sendWaiting() {
        while (underWay.get() < MAX_UNDER_WAY) {
            Entry<?> next = waiting.poll();
            if (next == null) {
                return;
            }
            send(next);
        }
    }

    private <T> void send(Entry<T> entry) {
        underWay.incrementAndGet();
        CompletionStage<T> sent;
        try {
            sent = entry.command.get();
        } catch (RuntimeException e) {
            sent = CompletableFuture.failedFuture(e);
        }
        sent.whenComplete((value, failure) -> {
            underWay.decrementAndGet();
            if (isMoving || failure != null && MovingSlots.isCause(failure)) {
                inOrder(() -> answerOrRetry(entry, value, failure), entry::fail);
            } else {
                answer(entry, value, failure);
            }
            answered();
        });
    }

    private static <T> void answer(Entry<T> entry, T value, @Nullable Throwable failure) {
        if (failure == null) {
            entry.answer.complete(value);
        } else {
            entry.answer.completeExceptionally(failure);
        }
    }

    private void answered() {
        if (!waiting.isEmpty()) {
            inOrder(this::sendWaiting, ended -> {
                for (Entry<?> entry = waiting.poll(); entry != null; entry = waiting.poll()) {
                    entry.fail(ended);
                }
            });
        }
    }

    // Slots on their way

    private <T> void answerOrRetry(Entry<T> entry, T value, @Nullable Throwable failure) {
        if (failure != null && MovingSlots.isCause(failure)) {
            boolean isDue = moving.refused(entry, failure);
            holdWaiting(entry.slot);
            if (isDue) {
                retryLater(entry.slot);
            }
        } else {
            answer(entry, value, failure);
            waiting.addAll(moving.answered(entry));
            sendWaiting();
        }
        isMoving = !moving.isEmpty();
    }

    /** What was given before must not come behind what is given from now on. */
    private void holdWaiting(int slot) {
        if (moving.holds(slot)) {
            waiting.removeIf(entry -> {
                if (entry.slot == slot) {
                    moving.hold(entry);
                }
                return entry.slot == slot;
            });
        }
    }

    private void retryLater(int slot) {
        scheduler.schedule(() -> inOrder(() -> retry(slot), moving::failAll), MovingSlots.RETRY_AFTER);
    }

    private void retry(int slot) {
        Entry<?> next = moving.next(slot);
        if (next != null) {
            send(next);
        }
    }
}
