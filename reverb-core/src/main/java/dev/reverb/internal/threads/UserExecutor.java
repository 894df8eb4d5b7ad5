package dev.reverb.internal.threads;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where user code runs, away from the lanes: on virtual threads from Java 21 on, else on daemon threads that end when they
 * are idle. Both how many tasks run at a time and how many wait for that, in order, are bounded; more are rejected. Any thread.
 */
public final class UserExecutor implements Executor {

    /** How many of the application's HTTP handlers run at a time; none waits, as its client may ask again. */
    public static final int MAX_HANDLERS = 256;

    private static final Logger LOG = LoggerFactory.getLogger(UserExecutor.class);

    private final ExecutorService threads;
    private final int maxRunning;
    private final int maxWaiting;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int running;
    private boolean stopped;

    /**
     * @param name of the threads, before their numbers
     * @param maxRunning how many tasks run at a time
     * @param maxWaiting how many more are taken
     */
    public UserExecutor(String name, int maxRunning, int maxWaiting) {
        this.maxRunning = maxRunning;
        this.maxWaiting = maxWaiting;
        // Not bounded here: a thread counts until it has gone idle, which is a little after its task has ended.
        this.threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), UserThreads.named(name));
    }

    @Override
    public void execute(Runnable task) {
        if (!mayRun(task)) {
            return;
        }
        try {
            threads.execute(() -> runWithWaiting(task));
        } catch (RejectedExecutionException stopped) {
            release();
            throw stopped;
        }
    }

    /** Whether a task gets a thread now; if not, it waits. */
    private boolean mayRun(Runnable task) {
        synchronized (waiting) {
            if (stopped) {
                throw new RejectedExecutionException("Nothing runs any more.");
            }
            if (running < maxRunning) {
                running++;
                return true;
            }
            if (waiting.size() >= maxWaiting) {
                throw new RejectedExecutionException("Too much is running.");
            }
            waiting.add(task);
            return false;
        }
    }

    private void runWithWaiting(Runnable first) {
        for (Runnable task = first; task != null; task = nextOrRelease()) {
            try {
                task.run();
            } catch (Throwable broken) {
                // Also a checked exception: not every language, nor every trick of Java's, declares them.
                LOG.error("A task failed; its thread goes on.", broken);
            }
        }
    }

    private @Nullable Runnable nextOrRelease() {
        synchronized (waiting) {
            if (!stopped) {
                // What one has left behind of an interrupt is not meant for the next.
                Thread.interrupted();
            }
            Runnable next = waiting.poll();
            if (next == null) {
                running--;
            }
            return next;
        }
    }

    private void release() {
        synchronized (waiting) {
            running--;
        }
    }

    /** Takes back a task that waits, and gives its place to another; does nothing where it runs already, or did. */
    public void remove(Runnable task) {
        synchronized (waiting) {
            waiting.removeFirstOccurrence(task);
        }
    }

    /** Interrupts what runs, and drops what waits. */
    public void stop() {
        synchronized (waiting) {
            stopped = true;
            waiting.clear();
        }
        threads.shutdownNow();
    }
}
