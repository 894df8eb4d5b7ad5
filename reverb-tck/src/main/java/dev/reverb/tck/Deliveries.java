package dev.reverb.tck;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs the deliveries of a cluster: when a test says so, or each as soon as what caused it is over. Then they are run by an executor,
 * which may be the thread that caused them. Nothing is run by a thread that holds the cluster's lock.
 */
final class Deliveries {

    /** After how many deliveries {@link #settle} takes them to go on without end. */
    private static final int MAX_DELIVERIES = 10_000_000;

    private final Executor executor;
    private final List<DeliveryQueue> queues = new CopyOnWriteArrayList<>();
    private final Deque<DeliveryQueue> ready = new ArrayDeque<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private boolean manual;

    Deliveries(Executor executor) {
        this.executor = executor;
    }

    DeliveryQueue newQueue() {
        DeliveryQueue queue = new DeliveryQueue(this);
        queues.add(queue);
        return queue;
    }

    void forget(DeliveryQueue queue) {
        queues.remove(queue);
    }

    synchronized void added(DeliveryQueue queue) {
        if (!manual) {
            ready.add(queue);
        }
    }

    void setManual(boolean isManual) {
        synchronized (this) {
            manual = isManual;
            ready.clear();
            if (!manual) {
                ready.addAll(queues);
            }
        }
        run();
    }

    /** Hands what is ready to the executor. To be called when the cluster's lock has been given back. */
    void run() {
        for (DeliveryQueue queue = nextReady(); queue != null; queue = nextReady()) {
            executor.execute(drain(queue));
        }
    }

    /** One that is being run already is run to its end by whoever runs it. */
    private Runnable drain(DeliveryQueue queue) {
        return () -> {
            while (!isManual() && queue.runOne()) {
                // Until it is empty.
            }
        };
    }

    private synchronized boolean isManual() {
        return manual;
    }

    private synchronized @Nullable DeliveryQueue nextReady() {
        return ready.poll();
    }

    /** Runs everything, also what comes of it; returns how much that was. */
    int settle() {
        int run = 0;
        int before;
        do {
            before = run;
            for (DeliveryQueue queue : new ArrayList<>(queues)) {
                while (queue.runOne()) {
                    run++;
                    if (run > MAX_DELIVERIES) {
                        throw new IllegalStateException("The cluster does not come to rest");
                    }
                }
            }
        } while (run > before);
        return run;
    }

    int pending() {
        return queues.stream().mapToInt(DeliveryQueue::size).sum();
    }

    /** What breaks one delivery breaks no other. */
    void guard(Runnable delivery) {
        try {
            delivery.run();
        } catch (RuntimeException | Error thrown) {
            violation("A listener threw " + thrown);
        }
    }

    void violation(String violation) {
        violations.add(violation);
    }

    List<String> violations() {
        return List.copyOf(violations);
    }
}
