package dev.reverb.transport.jetty;

import dev.reverb.spi.transport.Lane;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one lane share: a buffer to read into, and a list of them all, so that the transport can end
 * them. But for {@link #run} and {@link #later} everything is used on the lane only.
 */
abstract class ConnectionLane {

    /** Larger than a TLS record, so that Jetty decrypts straight into it and keeps no buffer per connection. */
    private static final int INPUT_SIZE = 32 * 1024;

    private @Nullable ByteBuffer input;
    private @Nullable JettyConnection first;
    private boolean ended;

    /** The lane as the engine knows it. */
    abstract Lane lane();

    /** Runs a task on this lane: at once where that can be, else on a later turn. Any thread. */
    abstract void run(Runnable task);

    /** Whether tasks are still run. Any thread. */
    abstract boolean isAlive();

    /** Runs a task on this lane on a later turn; drops it where the lane has ended. Any thread. */
    final void later(Runnable task) {
        try {
            lane().execute(task);
        } catch (RejectedExecutionException over) {
            // Its connections have been ended and told.
        }
    }

    /** The buffer for the next read, empty; what is left in it afterwards must be copied. */
    final ByteBuffer input() {
        ByteBuffer buffer = input;
        if (buffer == null) {
            // On the heap, since handlers want arrays; the JDK keeps the direct buffer that it reads into per thread.
            buffer = ByteBuffer.allocate(INPUT_SIZE);
            input = buffer;
        }
        return buffer.clear().limit(0);
    }

    /** Enters a connection, and returns whether the lane still takes any. */
    final boolean add(JettyConnection connection) {
        if (ended) {
            return false;
        }
        JettyConnection second = first;
        connection.next = second;
        if (second != null) {
            second.previous = connection;
        }
        first = connection;
        return true;
    }

    /** Takes a connection out; does nothing where it is not in. */
    final void remove(JettyConnection connection) {
        JettyConnection before = connection.previous;
        JettyConnection after = connection.next;
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

    /** Ends all connections, each of which is told, and takes no more. */
    final void abortAll() {
        ended = true;
        for (JettyConnection connection = first; connection != null; connection = first) {
            connection.abort();
        }
    }
}
