package dev.reverb.internal.connection;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Holds {@code max_outbound_total}: when all that waits is more, every lane is asked for its largest backlog, and the largest
 * of all is closed; then again, until it is enough. Looked at only where something has to wait, so the sum over the lanes
 * costs nothing as long as clients read.
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

    private boolean isExceeded() {
        return total() > maxTotal;
    }

    void check() {
        if (isExceeded() && relieving.compareAndSet(false, true)) {
            new Search(List.copyOf(workers)).begin();
        }
    }

    /** Closes what was found; on its lane. That again is something that waits, so the next check follows by itself. */
    private void close(Connection largest) {
        relieving.set(false);
        if (isExceeded()) {
            largest.shutOut("The server has too much waiting", 0);
        }
    }

    /** Goes from lane to lane and keeps the largest backlog that it has met. */
    private final class Search {

        private final List<LaneWorker> lanes;
        private int next;
        private @Nullable Connection largest;
        private long bytes;

        Search(List<LaneWorker> lanes) {
            this.lanes = lanes;
        }

        void begin() {
            goOn();
        }

        private void goOn() {
            if (next < lanes.size()) {
                LaneWorker lane = lanes.get(next++);
                lane.execute(() -> look(lane));
            } else if (largest == null) {
                relieving.set(false);
            } else {
                Connection found = largest;
                found.worker().execute(() -> close(found));
            }
        }

        private void look(LaneWorker lane) {
            lane.connections().forEach(connection -> {
                if (connection.isOpen() && connection.backlogBytes() > bytes) {
                    bytes = connection.backlogBytes();
                    largest = connection;
                }
            });
            goOn();
        }
    }
}
