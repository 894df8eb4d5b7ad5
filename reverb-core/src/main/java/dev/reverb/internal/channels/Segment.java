package dev.reverb.internal.channels;

import dev.reverb.internal.connection.Connection;
import dev.reverb.internal.connection.Drain;
import dev.reverb.internal.connection.LaneWorker;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.websocket.EncodedFrame;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A channel's subscribers on one lane, and the log of what is to happen to them.
 *
 * <p>The log is worked off in batches. Forming a batch takes entries from its front: frames are collected, and members that
 * differ from the rest are told apart by where they lie in the array:
 *
 * <pre>
 *   0               shared              size
 *   ├─ get all frames ─┼─ joined or excluded ─┤
 * </pre>
 *
 * Who joins at frame k is appended behind; who is excluded from a frame is swapped behind; who leaves is written the frames
 * that precede and removed. When the batch is formed those behind {@code shared} get what is theirs, one by one; then the rest
 * get all frames with one write each, in slices between which the lane does other things. The membership does not change
 * before the batch is through.
 *
 * <p>Touched on its lane only, except {@link #members}, which belongs to the channel's mailbox.
 */
final class Segment implements Drain {

    /** How many frames are joined at most. */
    static final int MAX_FRAMES = 64;

    /** How many bytes are joined at most, unless one frame alone has more. */
    static final int MAX_BYTES = 64 * 1024;

    private static final Connection[] NO_CONNECTIONS = {};
    private static final Subscription[] NO_SUBSCRIPTIONS = {};
    private static final EncodedFrame[] NO_FRAMES = {};
    private static final Delivery[] NO_DELIVERIES = {};

    private final LaneWorker worker;
    private final String appId;
    private final MetricsRecorder metrics;

    /** The mailbox's own count of subscriptions in this segment. */
    int members;

    private final ArrayDeque<LogEntry> log = new ArrayDeque<>(4);
    private boolean ready;

    // The fan-out reads only the first of these parallel arrays.
    private Connection[] connections = NO_CONNECTIONS;
    private Subscription[] subscriptions = NO_SUBSCRIPTIONS;
    private int size;

    private Delivery[] batch = NO_DELIVERIES;
    private EncodedFrame[] frames = NO_FRAMES;
    private int frameCount;
    private int batchBytes;
    private int shared;
    private int position;
    private final List<Partial> partials = new ArrayList<>(0);

    /** A member that does not get every frame of the batch being formed: those from {@code from} on, less the skipped. */
    private static final class Partial {
        final Subscription subscription;
        final int from;
        long skipped;

        Partial(Subscription subscription, int from) {
            this.subscription = subscription;
            this.from = from;
        }
    }

    Segment(LaneWorker worker, String appId, MetricsRecorder metrics) {
        this.worker = worker;
        this.appId = appId;
        this.metrics = metrics;
    }

    LaneWorker worker() {
        return worker;
    }

    /** Writes an entry at the end of the log. */
    void append(LogEntry entry) {
        log.add(entry);
        if (!ready) {
            ready = true;
            worker.ready(this);
        }
    }

    @Override
    public boolean hasMore() {
        return frameCount > 0 || !log.isEmpty();
    }

    @Override
    public int drain(int budget) {
        int made = 0;
        while (made < budget && hasMore()) {
            made += frameCount == 0 ? formBatch() : writeSlice(budget - made);
        }
        ready = hasMore();
        return made;
    }

    // ---- forming a batch ----

    private int formBatch() {
        shared = size;
        position = 0;
        batchBytes = 0;
        int made = 0;
        LogEntry entry;
        while (made < LaneWorker.SLICE && (entry = log.peek()) != null && fits(entry)) {
            log.remove();
            if (entry instanceof Delivery delivery) {
                take(delivery);
            } else {
                made++;
                change(entry);
            }
        }
        return made + writePartials();
    }

    private boolean fits(LogEntry entry) {
        if (frameCount == 0) {
            return true;
        }
        if (entry instanceof Delivery delivery) {
            return frameCount < MAX_FRAMES && batchBytes + delivery.frame().size() <= MAX_BYTES;
        }
        // What is for one alone, or waits for all before it, begins a batch of its own.
        return entry instanceof LogEntry.Join || entry instanceof LogEntry.Leave;
    }

    private void take(Delivery delivery) {
        if (frameCount == frames.length) {
            int larger = Math.max(1, frameCount * 2);
            frames = Arrays.copyOf(frames, larger);
            batch = Arrays.copyOf(batch, larger);
        }
        frames[frameCount] = delivery.frame();
        batch[frameCount] = delivery;
        if (delivery.excluded() != Delivery.NOBODY) {
            exclude(delivery.excluded(), frameCount);
        }
        batchBytes += delivery.frame().size();
        frameCount++;
    }

    private void change(LogEntry entry) {
        if (entry instanceof LogEntry.Join join) {
            add(join);
        } else if (entry instanceof LogEntry.Leave leave) {
            remove(leave.subscription());
        } else if (entry instanceof LogEntry.Reply reply) {
            reply.subscription().subscriber().connection().send(reply.frame());
        } else if (entry instanceof Fence fence) {
            fence.reached();
        }
    }

    private void add(LogEntry.Join join) {
        Subscription subscription = join.subscription();
        Connection connection = subscription.subscriber().connection();
        connection.send(join.succeeded());
        if (join.kept() != null) {
            connection.send(join.kept());
        }
        if (size == connections.length) {
            int larger = size == 0 ? 1 : size < 8 ? size * 2 : size + (size >> 1);
            connections = Arrays.copyOf(connections, larger);
            subscriptions = Arrays.copyOf(subscriptions, larger);
        }
        place(subscription, connection, size++);
        if (frameCount == 0 && shared == size - 1) {
            shared = size;
        } else {
            setApart(subscription, frameCount);
        }
    }

    private void place(Subscription subscription, Connection connection, int index) {
        connections[index] = connection;
        subscriptions[index] = subscription;
        subscription.index = index;
    }

    private void swap(int one, int other) {
        Subscription subscription = subscriptions[one];
        Connection connection = connections[one];
        place(subscriptions[other], connections[other], one);
        place(subscription, connection, other);
    }

    private Partial setApart(Subscription subscription, int from) {
        Partial partial = new Partial(subscription, from);
        partials.add(partial);
        return partial;
    }

    private void exclude(long socketKey, int frame) {
        Connection connection = worker.connections().get(socketKey);
        int index = connection == null ? -1 : indexOf(connection);
        if (index < 0) {
            return;
        }
        Subscription subscription = subscriptions[index];
        Partial partial;
        if (index < shared) {
            swap(index, --shared);
            partial = setApart(subscription, 0);
        } else {
            partial = partialOf(subscription);
        }
        partial.skipped |= 1L << frame;
    }

    private int indexOf(Connection connection) {
        for (int i = 0; i < size; i++) {
            if (connections[i] == connection) {
                return i;
            }
        }
        return -1;
    }

    private Partial partialOf(Subscription subscription) {
        for (Partial partial : partials) {
            if (partial.subscription == subscription) {
                return partial;
            }
        }
        throw new IllegalStateException("A member behind the shared ones is not told apart.");
    }

    private void remove(Subscription subscription) {
        int index = subscription.index;
        if (index < 0) {
            return;
        }
        if (index < shared) {
            Connection connection = connections[index];
            for (int i = 0; i < frameCount; i++) {
                connection.send(frames[i]);
            }
            swap(index, --shared);
            index = shared;
        } else {
            Partial partial = partialOf(subscription);
            write(partial);
            partials.remove(partial);
        }
        swap(index, --size);
        clear(size);
        subscription.index = -1;
    }

    @SuppressWarnings("NullAway") // behind the used part of the arrays
    private void clear(int index) {
        connections[index] = null;
        subscriptions[index] = null;
        if (size == 0) {
            connections = NO_CONNECTIONS;
            subscriptions = NO_SUBSCRIPTIONS;
        } else if (size < connections.length / 4) {
            connections = Arrays.copyOf(connections, connections.length / 2);
            subscriptions = Arrays.copyOf(subscriptions, subscriptions.length / 2);
        }
    }

    private int writePartials() {
        int made = partials.size();
        if (made > 0) {
            partials.forEach(this::write);
            partials.clear();
        }
        return made;
    }

    private void write(Partial partial) {
        Connection connection = partial.subscription.subscriber().connection();
        for (int i = partial.from; i < frameCount; i++) {
            if ((partial.skipped >> i & 1) == 0) {
                connection.send(frames[i]);
            }
        }
    }

    // ---- writing it ----

    private int writeSlice(int budget) {
        int end = Math.min(shared, position + budget);
        int made = end - position;
        if (made > 0) {
            ByteBuffer joint = worker.joint(this, frames, frameCount, batchBytes);
            for (int i = position; i < end; i++) {
                connections[i].sendJoint(joint, frames, frameCount);
            }
            metrics.messagesSent(appId, made * frameCount, (long) made * batchBytes);
            position = end;
        }
        if (position == shared) {
            endBatch();
        }
        return made;
    }

    @SuppressWarnings("NullAway") // behind the used part of the arrays
    private void endBatch() {
        worker.releaseJoint(this);
        int count = frameCount;
        frameCount = 0;
        for (int i = 0; i < count; i++) {
            Delivery delivery = batch[i];
            frames[i] = null;
            batch[i] = null;
            delivery.end();
        }
    }
}
