package dev.reverb.transport.jakarta;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where the transport calls a container's methods that may block, which no lane does, and its clock. What waits here is
 * bounded by the container's connections: each has at most a frame and an end to be sent, each request one answer.
 */
final class Threads {

    /** How many calls into the container may block at a time. */
    static final int MOST = 32;

    private static final int IDLE = 10;

    private final ThreadPoolExecutor blocking;
    private final ScheduledThreadPoolExecutor timer;

    Threads() {
        blocking = new ThreadPoolExecutor(
                MOST, MOST, IDLE, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named("reverb-jakarta-"));
        blocking.allowCoreThreadTimeOut(true);
        timer = new ScheduledThreadPoolExecutor(1, named("reverb-jakarta-timer-"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.getAndIncrement());
            thread.setDaemon(true);
            // Not the web application's: the threads may outlive the request that made them start.
            thread.setContextClassLoader(Threads.class.getClassLoader());
            return thread;
        };
    }

    /**
     * Runs a call that may block, and drops it where the transport has stopped.
     *
     * @return whether it will be run
     */
    boolean execute(Runnable call) {
        try {
            blocking.execute(call);
            return true;
        } catch (RejectedExecutionException stopped) {
            return false;
        }
    }

    /** Runs a short task after a while, or never where the transport stops before. */
    Future<?> schedule(Runnable task, long millis) {
        try {
            return timer.schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopped) {
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Ends all threads; waits for a while for what has been asked of the container. */
    void stop(long millis) {
        timer.shutdownNow();
        blocking.shutdown();
        try {
            if (!blocking.awaitTermination(millis, TimeUnit.MILLISECONDS)) {
                blocking.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            blocking.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
