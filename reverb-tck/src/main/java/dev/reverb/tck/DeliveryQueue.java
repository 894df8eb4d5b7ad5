package dev.reverb.tck;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What a bus is about to tell, one at a time and in order: of one channel, or of all that is no channel's. Safe for any thread. */
final class DeliveryQueue {

    private final Deliveries deliveries;
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    DeliveryQueue(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    void add(Runnable task) {
        synchronized (this) {
            tasks.add(task);
        }
        deliveries.added(this);
    }

    /**
     * Runs what has waited longest.
     *
     * @return false where nothing was waiting, or something is being run
     */
    boolean runOne() {
        Runnable task = begin();
        if (task == null) {
            return false;
        }
        try {
            deliveries.guard(task);
        } finally {
            end();
        }
        return true;
    }

    private synchronized @Nullable Runnable begin() {
        if (running) {
            return null;
        }
        Runnable task = tasks.poll();
        running = task != null;
        return task;
    }

    private synchronized void end() {
        running = false;
    }

    synchronized int size() {
        return tasks.size();
    }

    /** Whether nothing waits, and nothing is being run. */
    synchronized boolean isIdle() {
        return tasks.isEmpty() && !running;
    }
}
