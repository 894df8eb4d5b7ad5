package dev.reverb.broadcasting;

import dev.reverb.broadcasting.spi.TransactionBinding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transaction of code that begins and commits by itself, without a framework that the broadcaster could ask. Bound to the thread:
 *
 * <pre>{@code
 * Broadcaster broadcaster = Broadcaster.builder()....afterCommit(TransactionScope.binding()).build();
 *
 * try (TransactionScope scope = TransactionScope.open()) {
 *     transaction.begin();
 *     ...
 *     transaction.commit();
 *     scope.committed();
 * }
 * }</pre>
 *
 * <p>Each {@link ShouldBroadcastAfterCommit} that the thread sends within the scope waits for {@link #committed}; what the scope is
 * closed without is dropped. Scopes may lie in each other, as transactions of their own: an event waits for the innermost. Each is
 * closed by the thread that opened it, the inner one first.
 */
public final class TransactionScope implements AutoCloseable {

    private static final ThreadLocal<TransactionScope> CURRENT = new ThreadLocal<>();

    private final @Nullable TransactionScope outer;
    private List<Runnable> waiting = new ArrayList<>();

    private TransactionScope(@Nullable TransactionScope outer) {
        this.outer = outer;
    }

    /**
     * Begins a scope on this thread.
     *
     * @return ends the scope when it is closed
     */
    public static TransactionScope open() {
        TransactionScope scope = new TransactionScope(CURRENT.get());
        CURRENT.set(scope);
        return scope;
    }

    /**
     * Lets a broadcaster know of these scopes.
     *
     * @return for {@link Broadcaster.Builder#afterCommit}
     */
    public static TransactionBinding binding() {
        return task -> {
            TransactionScope scope = CURRENT.get();
            return scope != null && scope.waiting.add(task);
        };
    }

    /**
     * Sends what has waited, in order; the transaction has been committed. What is sent in the scope from then on waits for the next call.
     *
     * @throws RuntimeException what sending an event throws, when all have been tried: the first failure, the others suppressed in it
     */
    public void committed() {
        List<Runnable> tasks = waiting;
        waiting = new ArrayList<>();
        RuntimeException first = null;
        for (Runnable task : tasks) {
            try {
                task.run();
            } catch (RuntimeException failed) {
                if (first == null) {
                    first = failed;
                } else {
                    first.addSuppressed(failed);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Ends the scope: what still waits is dropped, for its transaction was rolled back. Does nothing the second time. */
    @Override
    public void close() {
        waiting = new ArrayList<>();
        if (CURRENT.get() != this) {
            return;
        }
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
    }
}
