package dev.reverb.internal.channels;

import dev.reverb.internal.connection.Connection;
import dev.reverb.internal.connection.Drain;
import dev.reverb.internal.connection.LaneWorker;
import dev.reverb.spi.websocket.EncodedFrame;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
 * <p>Most channels have one subscriber on a lane, and are silent: then a segment is nothing but this object. What a batch
 * takes is lent by the {@link SegmentLane}.
 *
 * <p>Touched on its lane only, except {@link #next} and {@link #members}, which belong to the channel's mailbox.
 */
final class Segment implements Drain {

    /** How many frames are joined at most. */
    static final int MAX_FRAMES = 64;

    /** How many bytes are joined at most, unless one frame alone has more. */
    static final int MAX_BYTES = 64 * 1024;

    private final SegmentLane lane;

    /** The channel's next segment. */
    final @Nullable Segment next;

    /** The mailbox's own count of subscriptions in this segment. */
    int members;

    /** What is to be done; null while there is nothing. The segment stands in its worker's row while it has this or a batch. */
    private @Nullable ArrayDeque<LogEntry> log;

    private @Nullable Batch batch;

    /** The one member, where there is one. */
    private @Nullable Subscription only;

    /** The members, where there are several. */
    private @Nullable SegmentMembers several;

    Segment(SegmentLane lane, @Nullable Segment next) {
        this.lane = lane;
        this.next = next;
    }

    LaneWorker worker() {
        return lane.worker();
    }

    /** Writes an entry at the end of the log. */
    void append(LogEntry entry) {
        ArrayDeque<LogEntry> entries = log;
        if (entries == null) {
            entries = lane.takeLog();
            log = entries;
            if (batch == null) {
                worker().ready(this);
            }
        }
        entries.add(entry);
    }

    @Override
    public boolean hasMore() {
        return log != null || batch != null;
    }

    @Override
    public int drain(int budget) {
        int made = 0;
        while (made < budget && hasMore()) {
            Batch present = batch;
            made += present == null || present.count == 0 ? formBatch() : writeSlice(present, budget - made);
        }
        return made;
    }

    // ---- forming a batch ----

    private int formBatch() {
        Batch forming = batch;
        if (forming == null) {
            forming = lane.takeBatch();
            batch = forming;
        }
        forming.begin(size());
        int made = takeEntries(forming) + writePartials(forming);
        if (forming.count == 0) {
            release(forming);
        }
        return made;
    }

    private int takeEntries(Batch forming) {
        ArrayDeque<LogEntry> entries = log;
        if (entries == null) {
            return 0;
        }
        int made = 0;
        LogEntry entry;
        while (made < LaneWorker.SLICE && (entry = entries.peek()) != null && fits(entry, forming)) {
            entries.remove();
            if (entry instanceof Delivery delivery) {
                take(delivery, forming);
            } else {
                made++;
                change(entry, forming);
            }
        }
        if (entries.isEmpty()) {
            log = null;
            lane.giveBack(entries);
        }
        return made;
    }

    private static boolean fits(LogEntry entry, Batch forming) {
        if (forming.count == 0) {
            return true;
        }
        if (entry instanceof Delivery delivery) {
            return forming.count < MAX_FRAMES
                    && forming.bytes + delivery.frame().size() <= MAX_BYTES;
        }
        // What is for one alone, or waits for all before it, begins a batch of its own.
        return entry instanceof LogEntry.Join || entry instanceof LogEntry.Leave;
    }

    private void take(Delivery delivery, Batch forming) {
        if (delivery.excluded() != Delivery.NOBODY) {
            exclude(delivery.excluded(), forming);
        }
        forming.add(delivery);
    }

    private void change(LogEntry entry, Batch forming) {
        if (entry instanceof LogEntry.Join join) {
            add(join, forming);
        } else if (entry instanceof LogEntry.Leave leave) {
            remove(leave.subscription(), forming);
        } else if (entry instanceof LogEntry.Repeat repeat) {
            Subscription subscription = repeat.subscription();
            connectionOf(subscription).send(LogEntry.succeeded(subscription, repeat.present()));
        } else if (entry instanceof Fence fence) {
            fence.reached(worker());
        }
    }

    private static Connection connectionOf(Subscription subscription) {
        return subscription.subscriber().connection();
    }

    private void add(LogEntry.Join join, Batch forming) {
        Subscription subscription = join.subscription();
        answer(join);
        int before = size();
        addLast(subscription);
        if (forming.count == 0 && forming.shared == before) {
            forming.shared = before + 1;
        } else {
            forming.setApart(subscription, forming.count);
        }
    }

    private static void answer(LogEntry.Join join) {
        Subscription subscription = join.subscription();
        if (subscription.isImplicit()) {
            subscription.subscriber().onSignedIn(subscription);
            return;
        }
        Connection connection = connectionOf(subscription);
        connection.send(LogEntry.succeeded(subscription, join.present()));
        if (join.kept() != null) {
            connection.sendShared(join.kept());
        }
    }

    /** Leaves a member out of the frame that is taken next. */
    private void exclude(long socketKey, Batch forming) {
        Connection connection = worker().connections().get(socketKey);
        int index = connection == null ? -1 : indexOf(connection);
        if (index < 0) {
            return;
        }
        Subscription subscription = get(index);
        Batch.Partial partial;
        if (index < forming.shared) {
            swap(index, --forming.shared);
            partial = forming.setApart(subscription, 0);
        } else {
            partial = forming.partialOf(subscription);
        }
        partial.skipped |= 1L << forming.count;
    }

    private void remove(Subscription subscription, Batch forming) {
        int index = subscription.index;
        if (index < 0) {
            return;
        }
        if (index < forming.shared) {
            Connection connection = connectionOf(subscription);
            for (int i = 0; i < forming.count; i++) {
                connection.sendShared(forming.frames[i]);
            }
            swap(index, --forming.shared);
            index = forming.shared;
        } else {
            Batch.Partial partial = forming.partialOf(subscription);
            write(partial, forming);
            forming.partials.remove(partial);
        }
        swap(index, size() - 1);
        removeLast();
        subscription.index = -1;
    }

    private static int writePartials(Batch forming) {
        int made = forming.partials.size();
        if (made > 0) {
            forming.partials.forEach(partial -> write(partial, forming));
            forming.partials.clear();
        }
        return made;
    }

    private static void write(Batch.Partial partial, Batch forming) {
        Connection connection = connectionOf(partial.subscription);
        for (int i = partial.from; i < forming.count; i++) {
            if ((partial.skipped >> i & 1) == 0) {
                connection.sendShared(forming.frames[i]);
            }
        }
    }

    // ---- writing it ----

    private int writeSlice(Batch written, int budget) {
        int end = Math.min(written.shared, written.position + budget);
        int made = end - written.position;
        if (made > 0) {
            int count = written.count;
            if (lane.tellsSent()) {
                tellSent(written, end);
            }
            // Without it each frame goes by itself.
            ByteBuffer joint = worker().joint(this, written.frames, count, written.bytes);
            int compressed = 0;
            if (several != null) {
                Connection[] connections = several.connections;
                for (int i = written.position; i < end; i++) {
                    // First: where one cannot be written to, the batch goes on behind him.
                    written.position = i + 1;
                    compressed += write(connections[i], joint, written);
                }
            } else {
                written.position = end;
                compressed = write(connectionOf(get(0)), joint, written);
            }
            long saved = (long) compressed * (written.bytes - written.compressedBytes());
            lane.countSent(made * count, (long) made * written.bytes - saved);
        }
        if (written.position == written.shared) {
            worker().releaseJoint(this);
            written.end();
            release(written);
        }
        return made;
    }

    /** Writes all frames to a member; answers 1 where they went out compressed, else 0. */
    private int write(Connection connection, @Nullable ByteBuffer joint, Batch written) {
        if (!connection.isCompressed() || !written.compress(connection, this)) {
            connection.sendJoint(joint, written.frames, written.count);
            return 0;
        }
        EncodedFrame[] frames = written.compressedFrames();
        ByteBuffer compressed = worker().compressedJoint(this, frames, written.count, written.compressedBytes());
        connection.sendJoint(compressed, frames, written.count);
        return 1;
    }

    /** Of those who are open: the others are sent nothing any more. */
    private void tellSent(Batch written, int end) {
        long[] keys = new long[end - written.position];
        int open = 0;
        for (int i = written.position; i < end; i++) {
            Connection connection = connectionOf(get(i));
            if (connection.isOpen()) {
                keys[open++] = connection.socketKey();
            }
        }
        if (open > 0) {
            lane.tellSent(Arrays.copyOf(keys, open), Arrays.copyOf(written.frames, written.count));
        }
    }

    private void release(Batch ended) {
        batch = null;
        lane.giveBack(ended);
    }

    // ---- the members ----

    private int size() {
        return several != null ? several.size() : only != null ? 1 : 0;
    }

    private Subscription get(int index) {
        return several != null ? several.get(index) : Objects.requireNonNull(only);
    }

    private int indexOf(Connection connection) {
        if (several != null) {
            return several.indexOf(connection);
        }
        return only != null && connectionOf(only) == connection ? 0 : -1;
    }

    private void addLast(Subscription subscription) {
        Subscription first = only;
        if (several == null && first == null) {
            only = subscription;
            subscription.index = 0;
            return;
        }
        SegmentMembers all = several;
        if (all == null) {
            all = new SegmentMembers();
            all.add(Objects.requireNonNull(first));
            several = all;
            only = null;
        }
        all.add(subscription);
    }

    private void swap(int one, int other) {
        if (several != null) {
            several.swap(one, other);
        }
    }

    private void removeLast() {
        if (several == null) {
            only = null;
            return;
        }
        several.removeLast();
        if (several.size() == 1) {
            Subscription last = several.get(0);
            several = null;
            only = last;
        }
    }
}
