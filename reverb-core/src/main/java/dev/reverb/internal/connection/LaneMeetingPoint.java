package dev.reverb.internal.connection;

import dev.reverb.spi.transport.Lane;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Where lanes meet: the only two fields of a lane's worker that other lanes write.
 *
 * <p>Each post and each admission changes one of them, from whatever processor, and takes its cache line away from all others. So
 * they have lines of their own, away from what others only read and from what the lane itself writes all the time:
 *
 * <pre>
 *   header, {@link Known} │ 132 bytes │ {@link Shared} │ 132 bytes │ the lane's own ({@link LaneWorker})
 * </pre>
 *
 * 128 bytes, since processors fetch lines of 64 in pairs. A class's fields never come before its superclass's, which keeps the
 * order; the odd four bytes fill the gap that some headers leave. {@code LaneWorkerLayoutTest} looks at the result.
 */
final class LaneMeetingPoint {

    private LaneMeetingPoint() {}

    /** What others read. */
    abstract static class Known {

        final Lane lane;
        final int maxPendingEvents;

        Known(Lane lane, int maxPendingEvents) {
            this.lane = lane;
            this.maxPendingEvents = maxPendingEvents;
        }
    }

    /** Nothing but distance. */
    abstract static class Before extends Known {
        long a0, a1, a2, a3, a4, a5, a6, a7;
        long a8, a9, a10, a11, a12, a13, a14, a15;
        int a16;

        Before(Lane lane, int maxPendingEvents) {
            super(lane, maxPendingEvents);
        }
    }

    /** What others write. */
    abstract static class Shared extends Before {

        private static final VarHandle POSTED;
        private static final VarHandle PENDING_EVENTS;

        static {
            try {
                MethodHandles.Lookup lookup = MethodHandles.lookup();
                POSTED = lookup.findVarHandle(Shared.class, "posted", Post.class);
                PENDING_EVENTS = lookup.findVarHandle(Shared.class, "pendingEvents", int.class);
            } catch (ReflectiveOperationException impossible) {
                throw new ExceptionInInitializerError(impossible);
            }
        }

        /** At the bottom of the stack: the lane has asked for a turn itself. */
        private static final Post TURN_ASKED = new Post(() -> {});

        /** The newest post; null where no turn has been asked for since all were taken. */
        private volatile @Nullable Post posted;

        private volatile int pendingEvents;

        Shared(Lane lane, int maxPendingEvents) {
            super(lane, maxPendingEvents);
        }

        /** Posts a task; whether it is the first, so that a turn must be asked for. Any thread. */
        final boolean post(Runnable task) {
            Post added = new Post(task);
            while (true) {
                Post newest = posted;
                added.next = newest;
                if (POSTED.compareAndSet(this, newest, added)) {
                    return newest == null;
                }
            }
        }

        /** Whether a turn must be asked for, since nobody has yet. On the lane. */
        final boolean claimTurn() {
            return posted == null && POSTED.compareAndSet(this, null, TURN_ASKED);
        }

        /** Moves all posts to the end of a lane's row. On the lane, when a turn begins. */
        final void takePosts(Row row) {
            Post newest = posted == null ? null : (Post) POSTED.getAndSet(this, null);
            Post oldest = null;
            Post last = newest;
            while (newest != null && newest != TURN_ASKED) {
                Post before = newest.next;
                newest.next = oldest;
                oldest = newest;
                newest = before;
            }
            if (oldest != null) {
                row.append(oldest, last);
            }
        }

        /** Takes room for events that are to be published from this lane. Any thread. */
        public final boolean tryAdmit(int events) {
            while (true) {
                int pending = pendingEvents;
                if (pending > maxPendingEvents - events) {
                    return false;
                }
                if (PENDING_EVENTS.compareAndSet(this, pending, pending + events)) {
                    return true;
                }
            }
        }

        /** Counts events in that come from another server, and wait for no room. Any thread. */
        public final void admit(int events) {
            PENDING_EVENTS.getAndAdd(this, events);
        }

        /** Gives room back once events have been fanned out. Any thread. */
        public final void release(int events) {
            PENDING_EVENTS.getAndAdd(this, -events);
        }

        /** How many events wait for their fan-out. Any thread. */
        public final int pendingEvents() {
            return pendingEvents;
        }
    }

    /** Nothing but distance. */
    abstract static class Behind extends Shared {
        long b0, b1, b2, b3, b4, b5, b6, b7;
        long b8, b9, b10, b11, b12, b13, b14, b15;
        int b16;

        Behind(Lane lane, int maxPendingEvents) {
            super(lane, maxPendingEvents);
        }
    }

    /** A posted task, and the one that was posted before it; once taken, the one after it. */
    static final class Post {

        private final Runnable task;
        private @Nullable Post next;

        private Post(Runnable task) {
            this.task = task;
        }
    }

    /** Tasks that have been taken, the oldest first. On the lane. */
    static final class Row {

        private @Nullable Post first;
        private @Nullable Post last;

        private void append(Post oldest, @Nullable Post newest) {
            if (last == null) {
                first = oldest;
            } else {
                last.next = oldest;
            }
            last = newest;
        }

        boolean isEmpty() {
            return first == null;
        }

        @Nullable
        Runnable poll() {
            Post oldest = first;
            if (oldest == null) {
                return null;
            }
            first = oldest.next;
            if (first == null) {
                last = null;
            }
            return oldest.task;
        }
    }
}
