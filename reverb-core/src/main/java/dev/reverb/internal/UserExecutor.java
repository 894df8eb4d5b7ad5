package dev.reverb.internal;

import dev.reverb.internal.threads.UserThreads;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where user code runs, away from the lanes: on virtual threads from Java 21 on, else on daemon threads that end when they
 * are idle. At most {@value #MAX_RUNNING} tasks run at a time; more are rejected.
 */
final class UserExecutor implements Executor {

    static final int MAX_RUNNING = 256;

    private final ExecutorService threads;
    private final Semaphore running = new Semaphore(MAX_RUNNING);

    UserExecutor() {
        threads = create();
    }

    private static ExecutorService create() {
        return new ThreadPoolExecutor(
                0, MAX_RUNNING, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), UserThreads.named("reverb-handler-"));
    }

    @Override
    public void execute(Runnable task) {
        if (!running.tryAcquire()) {
            throw new RejectedExecutionException("Too much is running.");
        }
        try {
            threads.execute(() -> {
                try {
                    task.run();
                } finally {
                    running.release();
                }
            });
        } catch (RejectedExecutionException full) {
            running.release();
            throw full;
        }
    }

    void stop() {
        threads.shutdownNow();
    }
}
