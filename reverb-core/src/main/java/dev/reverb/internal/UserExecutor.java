package dev.reverb.internal;

import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

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
        AtomicInteger number = new AtomicInteger();
        ThreadFactory factory = virtualThreads(task -> {
            Thread thread = new Thread(task, "reverb-handler-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
        return new ThreadPoolExecutor(0, MAX_RUNNING, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
    }

    private static ThreadFactory virtualThreads(ThreadFactory otherwise) {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Method name = type.getMethod("name", String.class, long.class);
            Object named = name.invoke(builder, "reverb-handler-", 0L);
            return (ThreadFactory) type.getMethod("factory").invoke(named);
        } catch (ReflectiveOperationException olderJava) {
            return otherwise;
        }
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
