package dev.reverb.internal.event;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one listener, in order and bounded. What comes when there is no room is dropped, and a {@link Notice.Missed} stands in
 * its place, however much it is.
 *
 * <p>Lanes put in and the listener's thread takes out under one lock, which is held for a few steps and never while a listener is called.
 * What is published to many comes as one notice, so even a server that tells of every message locks once for a hundred of them.
 */
final class NoticeQueue {

    private final int maxEvents;
    private final long maxBytes;
    private final ArrayDeque<Notice> notices = new ArrayDeque<>();
    private int events;
    private long bytes;
    private boolean idle;
    private boolean closed;

    /**
     * @param maxEvents how many events may wait
     * @param maxBytes how much may wait before a notice of any size
     */
    NoticeQueue(int maxEvents, long maxBytes) {
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
    }

    /** Puts a notice in, or as many of its events as there is room for; answers how many were dropped. */
    synchronized int offer(Notice notice) {
        int offered = notice.events();
        int taken = Math.min(offered, room());
        if (taken > 0) {
            add(taken == offered ? notice : notice.first(taken));
        }
        if (taken < offered && !closed) {
            miss(offered - taken, notice.millis());
        }
        return offered - taken;
    }

    private int room() {
        return closed || bytes >= maxBytes ? 0 : maxEvents - events;
    }

    private void add(Notice notice) {
        events += notice.events();
        bytes += notice.bytes();
        notices.add(notice);
        wake();
    }

    private void wake() {
        if (idle) {
            idle = false;
            notifyAll();
        }
    }

    /** Takes that so many events were dropped elsewhere, which would have come here now. */
    synchronized void missed(long dropped, long millis) {
        if (!closed) {
            miss(dropped, millis);
            wake();
        }
    }

    private void miss(long dropped, long millis) {
        if (!(notices.peekLast() instanceof Notice.Missed)) {
            // Takes no room, and there are no two in a row: so they are at most one more than the notices that do.
            notices.add(new Notice.Missed(millis));
        }
        if (notices.peekLast() instanceof Notice.Missed missed) {
            missed.add(dropped);
        }
    }

    /**
     * Takes the oldest notice out, which counts no more from here on; waits for one where there is none.
     *
     * @return null where none will come
     * @throws InterruptedException where the thread is interrupted meanwhile
     */
    synchronized @Nullable Notice take() throws InterruptedException {
        while (notices.isEmpty() && !closed) {
            idle = true;
            wait();
        }
        Notice notice = notices.poll();
        if (notice != null && !(notice instanceof Notice.Missed)) {
            events -= notice.events();
            bytes -= notice.bytes();
        }
        return notice;
    }

    /** Takes nothing in any more; what is in it can be taken out. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Closes it and drops what is in it; answers how many events that is. */
    synchronized int abandon() {
        close();
        int dropped = events;
        notices.clear();
        events = 0;
        bytes = 0;
        return dropped;
    }
}
