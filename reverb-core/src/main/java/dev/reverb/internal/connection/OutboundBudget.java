package dev.reverb.internal.connection;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Holds {@code max_outbound_total}: when all that waits is more, the lane with most of it closes its largest backlog.
 * Looked at only where something has to wait, so the sum over the lanes costs nothing as long as clients read.
 */
public final class OutboundBudget {

    private final long maxTotal;
    private final List<LaneWorker> workers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean relieving = new AtomicBoolean();

    public OutboundBudget(long maxTotal) {
        this.maxTotal = maxTotal;
    }

    public void add(LaneWorker worker) {
        workers.add(worker);
    }

    /** The bytes that wait for all connections together. Any thread. */
    public long total() {
        long total = 0;
        for (LaneWorker worker : workers) {
            total += worker.queuedBytes();
        }
        return total;
    }

    void check() {
        if (total() > maxTotal && relieving.compareAndSet(false, true)) {
            LaneWorker fullest = workers.get(0);
            for (LaneWorker worker : workers) {
                if (worker.queuedBytes() > fullest.queuedBytes()) {
                    fullest = worker;
                }
            }
            LaneWorker chosen = fullest;
            chosen.execute(() -> {
                relieving.set(false);
                if (total() > maxTotal) {
                    chosen.closeLargestBacklog();
                }
            });
        }
    }
}
