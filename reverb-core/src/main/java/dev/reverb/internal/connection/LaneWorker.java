package dev.reverb.internal.connection;

import dev.reverb.internal.event.EventHub;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.Ticker;
import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.websocket.EncodedFrame;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the engine does on one lane.
 *
 * <p>A turn first runs the tasks that other lanes and this one have posted, in order, then spends a budget of {@value #SLICE}
 * writes on the fan-outs that are ready, one after the other, each going to the back of the row. Where more is left, the
 * lane is given back and the worker comes again on its next turn: sockets are read in between, and what is published
 * meanwhile joins the next batch.
 *
 * <p>Only {@link #execute}, the admission counters and {@link #queuedBytes} may be used by other threads; what those write
 * lies apart, in {@link LaneMeetingPoint}.
 */
public final class LaneWorker extends LaneMeetingPoint.Behind {

    /** How many writes are made before the lane is given back. */
    public static final int SLICE = 128;

    private static final int TASKS_PER_TURN = 4_096;
    private static final int SCRATCH = 80 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(LaneWorker.class);

    private final Ticker ticker;
    private final OutboundBudget budget;
    private final MetricsRecorder metrics;
    private final EventHub events;
    private final Runnable turn = this::turn;
    private final LaneMeetingPoint.Row tasks = new LaneMeetingPoint.Row();
    private boolean inTurn;
    private final ArrayDeque<Drain> ready = new ArrayDeque<>();
    private final ConnectionTable connections = new ConnectionTable();
    private final JointBuffer joint = new JointBuffer(SCRATCH);

    /** The same for those who get the frames compressed. */
    private @Nullable JointBuffer compressedJoint;

    private final LaneCompression compression = new LaneCompression();
    private final ByteBuffer single = ByteBuffer.allocateDirect(16 * 1024);
    private volatile long queuedBytes;
    private int now;
    private boolean toldOfMemory;

    /** One of a server without listeners. */
    public LaneWorker(Lane lane, Ticker ticker, OutboundBudget budget, int maxPendingEvents, MetricsRecorder metrics) {
        this(lane, ticker, budget, maxPendingEvents, metrics, EventHub.NONE);
    }

    public LaneWorker(
            Lane lane,
            Ticker ticker,
            OutboundBudget budget,
            int maxPendingEvents,
            MetricsRecorder metrics,
            EventHub events) {
        super(lane, maxPendingEvents);
        this.metrics = metrics;
        this.events = events;
        this.ticker = ticker;
        this.budget = budget;
        this.now = readSeconds();
    }

    public Lane lane() {
        return lane;
    }

    /** What counts the traffic of this lane's connections. Any thread. */
    public MetricsRecorder metrics() {
        return metrics;
    }

    /** Who is told what happens to this lane's connections. Any thread. */
    public EventHub events() {
        return events;
    }

    /** Runs a task on the lane, on this turn or a later one, never in the caller's stack. Any thread. */
    public void execute(Runnable task) {
        if (post(task)) {
            askForTurn();
        }
    }

    /** Puts a fan-out at the back of the row; it must not stand in it. On the lane. */
    public void ready(Drain drain) {
        ready.add(drain);
        if (!inTurn && claimTurn()) {
            askForTurn();
        }
    }

    private void askForTurn() {
        try {
            lane.execute(turn);
        } catch (RejectedExecutionException ended) {
            LOG.debug("A lane has ended; what was posted to it is dropped.");
        }
    }

    private void turn() {
        inTurn = true;
        try {
            takePosts(tasks);
            runTasks();
            int left = SLICE;
            while (left > 0 && !ready.isEmpty()) {
                left -= drain(ready.remove(), left);
            }
        } finally {
            inTurn = false;
            if ((!ready.isEmpty() || !tasks.isEmpty()) && claimTurn()) {
                askForTurn();
            }
        }
    }

    private void runTasks() {
        for (int i = 0; i < TASKS_PER_TURN; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            guarded(task);
        }
    }

    private int drain(Drain drain, int left) {
        int made = 1;
        try {
            made = Math.max(1, drain.drain(left));
        } catch (RuntimeException | Error broken) {
            LOG.error("A fan-out failed; the lane goes on.", broken);
        }
        if (drain.hasMore()) {
            ready.add(drain);
        }
        return made;
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error broken) {
            LOG.error("A task of the engine failed; the lane goes on.", broken);
        }
    }

    /** The connections of this lane. On the lane. */
    public ConnectionTable connections() {
        return connections;
    }

    /** One sweep, once a second: reads the clock, then looks after every connection. On the lane. */
    public void sweep() {
        now = readSeconds();
        connections.forEach(Connection::sweep);
    }

    /** The time of the last sweep, in seconds of the ticker. On the lane. */
    public int now() {
        return now;
    }

    private int readSeconds() {
        return (int) (ticker.nanoTime() / 1_000_000_000L);
    }

    /**
     * A direct buffer that holds frames one behind the other, filled once per owner. The caller resets its position before
     * each use. Null where there is no memory for it. On the lane.
     */
    public @Nullable ByteBuffer joint(Object owner, EncodedFrame[] frames, int count, int bytes) {
        try {
            return joint.fill(owner, frames, count, bytes);
        } catch (OutOfMemoryError full) {
            return withoutJoint(full);
        }
    }

    /** Another such buffer, for the same owner's frames in their compressed forms; null where there is no memory for it. On the lane. */
    public @Nullable ByteBuffer compressedJoint(Object owner, EncodedFrame[] frames, int count, int bytes) {
        try {
            JointBuffer known = compressedJoint;
            if (known == null) {
                known = new JointBuffer(SCRATCH);
                compressedJoint = known;
            }
            return known.fill(owner, frames, count, bytes);
        } catch (OutOfMemoryError full) {
            return withoutJoint(full);
        }
    }

    private @Nullable ByteBuffer withoutJoint(OutOfMemoryError full) {
        if (!toldOfMemory) {
            toldOfMemory = true;
            LOG.warn(
                    "There is no direct memory to join frames in; they go out in another way while that is so: {}",
                    full.toString());
        }
        return null;
    }

    /** The joint buffers' content is of no more use. On the lane. */
    public void releaseJoint(Object owner) {
        joint.release(owner);
        if (compressedJoint != null) {
            compressedJoint.release(owner);
        }
    }

    /** What messages are compressed and inflated with. On the lane. */
    LaneCompression compression() {
        return compression;
    }

    /** Frees what compression has outside of the heap. On the lane, which takes no more connections. */
    public void endCompression() {
        compression.end();
    }

    /** One frame in a buffer that is good until the next call. On the lane. */
    ByteBuffer single(EncodedFrame frame) {
        if (frame.size() > single.capacity()) {
            return frame.wire();
        }
        single.clear();
        frame.copyTo(single, 0);
        return single.flip();
    }

    /** As much of a backlog as is worth one write, in a buffer that is good until the next call. On the lane. */
    ByteBuffer backlog(OutboundQueue queue) {
        ByteBuffer taken = joint.take();
        queue.copyTo(taken);
        return taken.flip();
    }

    /** The bytes that wait for this lane's connections. Any thread. */
    long queuedBytes() {
        return queuedBytes;
    }

    /** On the lane; its only writer. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void addQueued(long bytes) {
        queuedBytes += bytes;
        if (bytes > 0) {
            budget.check();
        }
    }
}
