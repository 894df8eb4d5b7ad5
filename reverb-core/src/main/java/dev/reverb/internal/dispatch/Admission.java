package dev.reverb.internal.dispatch;

import dev.reverb.internal.connection.LaneWorker;
import dev.reverb.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Lets events in while there is room on the lanes that they go to, all or nothing, and keeps the others waiting in order,
 * without a thread. As follows:
 *
 * <ol>
 *   <li>Nobody waits, and every lane has room: in at once.
 *   <li>Otherwise to the end of the row. Whenever a lane gets room back, those at the front go in, as far as there is room.
 *   <li>Whoever has waited for {@code request_timeout}, or finds the row full, is refused, and nothing of it was let in.
 * </ol>
 *
 * Joins, leaves and closes do not pass here. Any thread.
 */
public final class Admission {

    /** How many may wait. */
    static final int MAX_WAITING = 10_000;

    private final Scheduler scheduler;
    private final Duration timeout;
    private final ArrayDeque<Waiter> row = new ArrayDeque<>();
    private final AtomicInteger admitCalls = new AtomicInteger();
    private boolean admitting;
    private volatile int waiting;

    private static final class Waiter {
        final LaneWorker[] rooms;
        final Runnable admitted;
        final Runnable refused;
        Scheduler.@Nullable Cancellable timer;

        Waiter(LaneWorker[] rooms, Runnable admitted, Runnable refused) {
            this.rooms = rooms;
            this.admitted = admitted;
            this.refused = refused;
        }
    }

    public Admission(Scheduler scheduler, Duration timeout) {
        this.scheduler = scheduler;
        this.timeout = timeout;
    }

    /**
     * Takes room where there is some and nobody waits for it, as nearly always.
     *
     * @param rooms a lane for each event and channel
     * @return false where the caller must {@link #enter}
     */
    boolean tryEnter(LaneWorker[] rooms) {
        return waiting == 0 && tryAdmit(rooms);
    }

    /**
     * Asks for room.
     *
     * @param rooms a lane for each event and channel
     * @param admitted called once there is room on all of them: here and now, or later on the thread that gave room back
     * @param refused called where there was none in time
     */
    public void enter(LaneWorker[] rooms, Runnable admitted, Runnable refused) {
        if (tryEnter(rooms)) {
            admitted.run();
            return;
        }
        Waiter waiter = new Waiter(rooms, admitted, refused);
        if (!enqueue(waiter)) {
            refused.run();
            return;
        }
        // Room may have been given back between the look at it and the entry into the row.
        admitWaiting();
    }

    private boolean enqueue(Waiter waiter) {
        synchronized (row) {
            if (row.size() >= MAX_WAITING) {
                return false;
            }
            row.add(waiter);
            count();
            waiter.timer = scheduler.schedule(() -> expire(waiter), timeout);
            return true;
        }
    }

    private void expire(Waiter waiter) {
        boolean wasWaiting;
        synchronized (row) {
            wasWaiting = row.remove(waiter);
            count();
        }
        if (wasWaiting) {
            waiter.refused.run();
            // It may have stood before others that find room.
            admitWaiting();
        }
    }

    /** Gives back the room of one event on one lane. */
    public void release(LaneWorker room) {
        room.release(1);
        if (waiting > 0) {
            admitWaiting();
        }
    }

    /**
     * Lets in whoever stands in front, as far as there is room. One thread at a time does it, and {@link #waiting} stays above
     * zero until it has told the last one: nobody who comes later can get into a mailbox before those who waited.
     */
    private void admitWaiting() {
        int calls = admitCalls.getAndIncrement();
        if (calls != 0) {
            return;
        }
        int missed = 1;
        do {
            for (Waiter waiter = nextAdmitted(); waiter != null; waiter = nextAdmitted()) {
                waiter.admitted.run();
            }
            missed = admitCalls.addAndGet(-missed);
        } while (missed != 0);
    }

    private @Nullable Waiter nextAdmitted() {
        synchronized (row) {
            Waiter first = row.peekFirst();
            admitting = first != null && tryAdmit(first.rooms);
            if (admitting) {
                row.removeFirst();
            }
            count();
            if (admitting && first != null && first.timer != null) {
                first.timer.cancel();
            }
            return admitting ? first : null;
        }
    }

    /** Holding the row. */
    private void count() {
        waiting = row.size() + (admitting ? 1 : 0);
    }

    private static boolean tryAdmit(LaneWorker[] rooms) {
        for (int i = 0; i < rooms.length; i++) {
            if (!rooms[i].tryAdmit(1)) {
                for (int taken = 0; taken < i; taken++) {
                    rooms[taken].release(1);
                }
                return false;
            }
        }
        return true;
    }

    /** Refuses all who wait, for the end of the server. */
    public void refuseAll() {
        List<Waiter> left;
        synchronized (row) {
            left = List.copyOf(row);
            row.clear();
            count();
        }
        for (Waiter waiter : left) {
            if (waiter.timer != null) {
                waiter.timer.cancel();
            }
            waiter.refused.run();
        }
    }

    /** How many wait. */
    public int waiting() {
        return waiting;
    }
}
