package dev.reverb.internal.channels;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** An asynchronous step that a {@link Subscription} is in, and what waits for its end. Touched on the connection's lane only. */
public final class Step {

    private @Nullable ArrayDeque<Runnable> waiting;
    private @Nullable Runnable cancellation;
    private long bytes;

    Step() {}

    /** Keeps what is to be done when the step has ended; answers how much waits now. */
    public int await(Runnable later) {
        ArrayDeque<Runnable> queue = waiting;
        if (queue == null) {
            queue = new ArrayDeque<>(4);
            waiting = queue;
        }
        queue.add(later);
        return queue.size();
    }

    /** What waits, in order. */
    public Queue<Runnable> waiting() {
        ArrayDeque<Runnable> queue = waiting;
        return queue == null ? new ArrayDeque<>(1) : queue;
    }

    /** Counts bytes of messages that are kept as long as the step lasts. */
    public void hold(int more) {
        bytes += more;
    }

    /** How many bytes of messages are kept. */
    public long held() {
        return bytes;
    }

    /** What lets go of the step where the connection closes. */
    public void onCancel(Runnable action) {
        cancellation = action;
    }

    /** The connection is open no more: nobody waits for the end. */
    public void cancel() {
        Runnable action = cancellation;
        if (action != null) {
            action.run();
        }
    }
}
