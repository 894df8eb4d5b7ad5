package dev.reverb.scaling.redis.internal.state;

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
import java.util.function.Supplier;

/**
 * Writes commands in the order in which they are given. Lettuce alone does not: what a thread writes is queued for the connection's event
 * loop, and what that loop's own thread writes meanwhile, from a callback, goes out before it. So one thread writes all, one of the
 * client's that do no I/O. Safe for any thread.
 *
 * <p>No more than {@value #MAX_UNDER_WAY} commands wait for their answers; the next ones wait for that here. So a crowd that comes at once
 * does not keep Redis from answering a ping in time, which would be taken for its absence.
 */
final class WriteOrder {

    /** How many commands may be without an answer. */
    static final int MAX_UNDER_WAY = 500;

    private static final class Entry<T> {
        private final Supplier<CompletionStage<T>> command;
        private final CompletableFuture<T> answer = new CompletableFuture<>();

        private Entry(Supplier<CompletionStage<T>> command) {
            this.command = command;
        }
    }

    private final Executor writer;
    private final Queue<Entry<?>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger underWay = new AtomicInteger();

    WriteOrder(RedisClusterAsyncCommands<byte[], byte[]> commands) {
        this(connection(commands).getResources().eventExecutorGroup().next());
    }

    /**
     * Writes on a given thread.
     *
     * @param writer runs one task at a time, in order
     */
    WriteOrder(Executor writer) {
        this.writer = writer;
    }

    // Deprecated since what is asked over a connection may be handed to others meanwhile: only its client's threads are
    // asked for here.
    @SuppressWarnings("deprecation")
    private static StatefulConnection<byte[], byte[]> connection(RedisClusterAsyncCommands<byte[], byte[]> commands) {
        return commands instanceof RedisAdvancedClusterAsyncCommands<byte[], byte[]> cluster
                ? cluster.getStatefulConnection()
                : ((RedisAsyncCommands<byte[], byte[]>) commands).getStatefulConnection();
    }

    /** Writes a command after all that were given before. */
    <T> CompletionStage<T> write(Supplier<CompletionStage<T>> command) {
        Entry<T> entry = new Entry<>(command);
        try {
            writer.execute(() -> take(entry));
        } catch (RejectedExecutionException e) {
            entry.answer.completeExceptionally(e);
        }
        return entry.answer;
    }

    private void take(Entry<?> entry) {
        if (waiting.isEmpty() && underWay.get() < MAX_UNDER_WAY) {
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
            if (failure == null) {
                entry.answer.complete(value);
            } else {
                entry.answer.completeExceptionally(failure);
            }
            answered();
        });
    }

    private void answered() {
        if (!waiting.isEmpty()) {
            try {
                writer.execute(this::sendWaiting);
            } catch (RejectedExecutionException e) {
                for (Entry<?> entry = waiting.poll(); entry != null; entry = waiting.poll()) {
                    entry.answer.completeExceptionally(e);
                }
            }
        }
    }
}
