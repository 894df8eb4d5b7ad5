package dev.reverb.spi.transport;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the {@linkplain ByteStreamConnection connections} of one lane share: a buffer to read into, and a list of them all,
 * so that the transport can end them. But for {@link #run}, {@link #later} and {@link #endAll} everything is used on the
 * lane only. For authors of transports.
 */
public abstract class ConnectionLane {

    /** Larger than a TLS record, so that servers decrypt straight into it and keep no buffer per connection. */
    private static final int INPUT_SIZE = 32 * 1024;

    /** How long connections may take to be told of their end, in seconds. */
    private static final int END_TIMEOUT = 5;

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionLane.class);

    /** What calls the ends of lingering connections off. */
    private final Map<ByteStreamConnection, Runnable> lingering = new ConcurrentHashMap<>();

    private @Nullable ByteBuffer input;
    private @Nullable ByteStreamConnection first;
    private boolean ended;

    /** A lane without connections. */
    protected ConnectionLane() {}

    /**
     * The lane as the engine knows it.
     *
     * @return the same one every time
     */
    public abstract Lane lane();

    /**
     * Runs a task on this lane: at once where that can be, else on a later turn; drops it where the lane has ended. Any
     * thread.
     *
     * @param task what to run
     */
    public abstract void run(Runnable task);

    /**
     * Whether tasks are still run. Any thread.
     *
     * @return false once the lane, or the loop that runs it, has ended
     */
    public abstract boolean isAlive();

    /**
     * Runs a task on this lane on a later turn. Any thread.
     *
     * @param task what to run
     * @return false where the lane has ended and the task is dropped
     */
    public final boolean later(Runnable task) {
        try {
            lane().execute(task);
            return true;
        } catch (RejectedExecutionException over) {
            return false;
        }
    }

    /**
     * The buffer for the next read; what is left in it when the task is over must be copied.
     *
     * @return the lane's own, cleared, with an array
     */
    public final ByteBuffer input() {
        ByteBuffer buffer = input;
        if (buffer == null) {
            // On the heap, since handlers want arrays; the JDK keeps the direct buffer that it reads into per thread.
            buffer = ByteBuffer.allocate(INPUT_SIZE);
            input = buffer;
        }
        return buffer.clear();
    }

    /** Keeps what calls off the end of a connection that lingers. */
    final void linger(ByteStreamConnection connection, Runnable callOff) {
        lingering.put(connection, callOff);
    }

    /** Calls the end off, where the connection lingers. */
    final void endLinger(ByteStreamConnection connection) {
        Runnable callOff = lingering.remove(connection);
        if (callOff != null) {
            callOff.run();
        }
    }

    /** Enters a connection, and returns whether the lane still takes any. */
    final boolean add(ByteStreamConnection connection) {
        if (ended) {
            return false;
        }
        ByteStreamConnection second = first;
        connection.next = second;
        if (second != null) {
            second.previous = connection;
        }
        first = connection;
        return true;
    }

    /** Takes a connection out; does nothing where it is not in. */
    final void remove(ByteStreamConnection connection) {
        ByteStreamConnection before = connection.previous;
        ByteStreamConnection after = connection.next;
        if (before != null) {
            before.next = after;
        } else if (first == connection) {
            first = after;
        }
        if (after != null) {
            after.previous = before;
        }
        connection.previous = null;
        connection.next = null;
    }

    /**
     * Ends all connections of some lanes and returns when each was told, or when five seconds are over. The lanes take no
     * more connections. Not to be called on a lane.
     *
     * @param lanes those of a transport that stops
     */
    public static void endAll(Collection<? extends ConnectionLane> lanes) {
        CountDownLatch told = new CountDownLatch(lanes.size());
        for (ConnectionLane lane : lanes) {
            if (lane.isAlive()) {
                lane.run(() -> lane.abortAll(told));
            } else {
                told.countDown();
            }
        }
        try {
            if (!told.await(END_TIMEOUT, TimeUnit.SECONDS)) {
                LOG.warn("Some connections were not told of their end within {} seconds", END_TIMEOUT);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void abortAll(CountDownLatch told) {
        try {
            ended = true;
            for (ByteStreamConnection connection = first; connection != null; connection = first) {
                connection.abort();
            }
        } finally {
            told.countDown();
        }
    }
}
