package dev.reverb.internal.threads;

import java.lang.reflect.Method;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the threads that user code runs on: virtual ones from Java 21 on, else daemon threads. */
public final class UserThreads {

    private UserThreads() {}

    /**
     * Threads that are named.
     *
     * @param prefix goes before a number, from 0 on
     */
    public static ThreadFactory named(String prefix) {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Method name = type.getMethod("name", String.class, long.class);
            Object named = name.invoke(builder, prefix, 0L);
            return (ThreadFactory) type.getMethod("factory").invoke(named);
        } catch (ReflectiveOperationException olderJava) {
            return daemons(prefix);
        }
    }

    /**
     * Daemon threads of the platform's that are named.
     *
     * @param prefix goes before a number, from 0 on
     */
    public static ThreadFactory daemons(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        };
    }
}
