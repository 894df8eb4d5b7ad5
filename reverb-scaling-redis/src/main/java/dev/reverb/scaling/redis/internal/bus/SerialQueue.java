package dev.reverb.scaling.redis.internal.bus;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one at a time, in the order in which they were given, on the threads that give them: who finds the queue idle runs its task
 * at once, and then those that others have left meanwhile. Nobody waits for anybody, and no thread is handed over to, which for what
 * a followed channel does (a few map look-ups and a call of the listener) would cost more than the work.
 *
 * <p>What a task does is seen by the next one, whichever thread runs it. A task may give the queue further ones; they run after it.
 */
final class SerialQueue implements Executor {

    private static final Logger LOGGER = LoggerFactory.getLogger(SerialQueue.class);

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();

    @Override
    public void execute(Runnable task) {
        if (!tasks.isEmpty() || !pending.compareAndSet(0, 1)) {
            if (offer(task)) {
                drain();
            }
        } else if (tasks.isEmpty()) {
            run(task);
            if (pending.decrementAndGet() != 0) {
                drain();
            }
        } else {
            // There are tasks that are not counted: whoever adds one counts it afterwards, and a drain may have taken
            // it for one that was.
            tasks.add(task);
            drain();
        }
    }

    /**
     * Takes a task without running it, for a caller that holds a lock.
     *
     * @param task runs after all that were given before
     * @return true where the caller must {@link #drain} once it has let its lock go
     */
    boolean offer(Runnable task) {
        tasks.add(task);
        return pending.getAndIncrement() == 0;
    }

    /** Runs what {@link #offer} has left. */
    void drain() {
        do {
            Runnable task = tasks.poll();
            if (task != null) {
                run(task);
            }
        } while (pending.decrementAndGet() != 0);
    }

    /** Whether no task is running or waiting. What they have done is seen by the caller then. */
    boolean isIdle() {
        return pending.get() == 0 && tasks.isEmpty();
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error failure) {
            // The next tasks are about other things, and the thread is not ours.
            LOGGER.error("A task of the Redis bus failed", failure);
        }
    }
}
