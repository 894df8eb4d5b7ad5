package dev.reverb.benchmarks.load;

import java.util.Arrays;

/** The events that lack copies: a ring, of which the oldest event is the tail. */
final class Outstanding {

    private static final int SIZE = Options.MAX_WINDOW;
    private static final int MASK = SIZE - 1;
    private static final long NOT_SENT = -1;

    /** When each was sent or, at a fixed rate, due. */
    private final long[] due = new long[SIZE];

    /** Copies still to come. */
    private final int[] left = new int[SIZE];

    /** All from here on are not sent. */
    private long head;

    /** All before are complete. */
    private long tail;

    private long open;
    private long complete;

    Outstanding() {
        Arrays.fill(due, NOT_SENT);
    }

    /** Events that are sent and not complete. */
    long open() {
        return open;
    }

    /** Events of which all copies have come. */
    long complete() {
        return complete;
    }

    long head() {
        return head;
    }

    long tail() {
        return tail;
    }

    /** Whether there is room for an event. */
    boolean fits(long event) {
        return event < tail + SIZE;
    }

    /** Adds consecutive events, which lack so many copies each. */
    void send(long first, int count, long when, int copies) {
        for (long event = first; event < first + count; event++) {
            due[index(event)] = when;
            left[index(event)] = copies;
        }
        open += count;
        head = Math.max(head, first + count);
    }

    private static int index(long event) {
        return (int) event & MASK;
    }

    long due(long event) {
        return due[index(event)];
    }

    boolean isSent(long event) {
        return event >= tail && due[index(event)] != NOT_SENT;
    }

    /** Copies that an event lacks. */
    int left(long event) {
        return event < tail ? 0 : left[index(event)];
    }

    /** Takes a copy; true if it was the last. */
    boolean copy(long event) {
        int at = index(event);
        if (event < tail || left[at] == 0 || --left[at] > 0) {
            return false;
        }
        complete++;
        close();
        return true;
    }

    /** Gives up on the copies of an event, and returns how many it lacked. */
    int abandon(long event) {
        int lacked = left(event);
        if (lacked > 0) {
            left[index(event)] = 0;
            close();
        }
        return lacked;
    }

    private void close() {
        open--;
        while (due[index(tail)] != NOT_SENT && left[index(tail)] == 0) {
            due[index(tail)] = NOT_SENT;
            tail++;
        }
    }

    /** The oldest event that lacks copies. */
    long oldest() {
        long event = tail;
        while (event < head && left[index(event)] == 0) {
            event++;
        }
        return event;
    }
}
