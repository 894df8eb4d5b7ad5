package dev.reverb.scaling.redis.internal.state;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Writes commands in the order in which they are given. Lettuce alone does not: what a thread writes is queued for the connection's event
 * loop, and what that loop's own thread writes meanwhile, from a callback, goes out before it. So one thread writes all, one of the
 * client's that do no I/O. Safe for any thread.
 */
final class WriteOrder {

    private final Executor writer;

    WriteOrder(RedisClusterAsyncCommands<byte[], byte[]> commands) {
        writer = connection(commands).getResources().eventExecutorGroup().next();
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
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            writer.execute(() -> forward(command, answer));
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }

    private static <T> void forward(Supplier<CompletionStage<T>> command, CompletableFuture<T> answer) {
        try {
            command.get().whenComplete((value, failure) -> {
                if (failure == null) {
                    answer.complete(value);
                } else {
                    answer.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }
}
