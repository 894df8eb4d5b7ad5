package dev.reverb.transport.jakarta;

import dev.reverb.spi.transport.ConnectionHandler;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What has arrived on one connection and the engine has not taken: put by the container's thread, taken on the lane.
 *
 * <p>The Jakarta API has no way to stop reading. So where too much waits, because the engine pauses or its lane lags, the
 * container's thread does, and with it the socket and the peer. Not for ever: a peer that goes on sending to a connection
 * which is not read would hold a thread of the host's.
 */
final class Inbound {

    /** How many bytes may wait; one message may, whatever its size. */
    static final int CAPACITY = 64 * 1024;

    /** How long the container's thread waits for room, in milliseconds. */
    static final int PATIENCE = 30_000;

    /** What an arrival takes beside its bytes, so that empty ones are bounded, too. */
    static final int OVERHEAD = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final ArrayDeque<Arrival> arrivals = new ArrayDeque<>();

    /** Puts a task on the lane that calls {@link #take} until there is nothing more to take. */
    private final Runnable wake;

    private final int patienceMillis;
    private int waiting;
    private boolean paused;
    private boolean awake;
    private boolean closed;

    private record Arrival(int size, Consumer<ConnectionHandler> tell) {}

    Inbound(Runnable wake, int patienceMillis) {
        this.wake = wake;
        this.patienceMillis = patienceMillis;
    }

    /**
     * Hands something to the lane, once there is room. Any thread but the lane.
     *
     * @return false where there was none for too long
     */
    boolean put(int bytes, Consumer<ConnectionHandler> tell) {
        int size = bytes + OVERHEAD;
        boolean wakes;
        lock.lock();
        try {
            long patience = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
            while (!closed && waiting > 0 && waiting + size > CAPACITY) {
                if (patience <= 0) {
                    return false;
                }
                patience = room.awaitNanos(patience);
            }
            wakes = add(new Arrival(size, tell));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
        if (wakes) {
            wake.run();
        }
        return true;
    }

    /** Hands over the last thing that there is, without waiting for room. Any thread. */
    void putLast(Consumer<ConnectionHandler> tell) {
        boolean wakes;
        lock.lock();
        try {
            wakes = add(new Arrival(0, tell));
        } finally {
            lock.unlock();
        }
        if (wakes) {
            wake.run();
        }
    }

    private boolean add(Arrival arrival) {
        if (closed) {
            return false;
        }
        arrivals.add(arrival);
        waiting += arrival.size();
        boolean wakes = !awake && !paused;
        awake |= wakes;
        return wakes;
    }

    /** What is to be told next; null where there is nothing, or the engine pauses. On the lane. */
    @Nullable
    Consumer<ConnectionHandler> take() {
        lock.lock();
        try {
            Arrival next = paused ? null : arrivals.poll();
            if (next == null) {
                awake = false;
                return null;
            }
            waiting -= next.size();
            room.signal();
            return next.tell();
        } finally {
            lock.unlock();
        }
    }

    /** On the lane. */
    void pause() {
        lock.lock();
        paused = true;
        lock.unlock();
    }

    /** On the lane. */
    void resume() {
        boolean wakes;
        lock.lock();
        try {
            paused = false;
            wakes = !awake && !arrivals.isEmpty();
            awake |= wakes;
        } finally {
            lock.unlock();
        }
        if (wakes) {
            wake.run();
        }
    }

    /** Forgets what waits, and takes nothing more. Any thread. */
    void close() {
        lock.lock();
        try {
            closed = true;
            arrivals.clear();
            waiting = 0;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
