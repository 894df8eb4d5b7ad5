package dev.reverb.transport.jetty;

import dev.reverb.spi.transport.Lane;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.ManagedSelector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event loop of one of Jetty's selectors as a lane.
 *
 * <p>Tasks wait in a queue of this lane. The first one that is added submits one update to the selector, which runs all that
 * are there then: that is a turn. A task that is added during a turn submits the next update, which Jetty runs after it has
 * looked at its sockets.
 *
 * <p>A selector is not one thread. Beside handlers that block, Jetty hands the loop on to another thread of its pool, and
 * some things (TLS that had to wait for the socket, the end of a connection) are always told on pool threads. So a lane is
 * <em>held</em>, by at most one thread at a time: by the loop during a turn, and by whoever calls {@link #run} while nobody
 * holds it; that is how bytes are read in the loop itself, without a detour through the queue. Where the loop comes by
 * while a pool thread holds the lane, it goes on without its turn, and the holder submits it again:
 *
 * <pre>
 *   loop:    hold? no ── missed = true ── hold? no ── go on
 *   holder:  release ── missed? yes ── missed = false ── submit
 * </pre>
 *
 * Whatever the order of these, either the loop's second try succeeds or the holder sees {@code missed}.
 */
final class SelectorLane extends ConnectionLane implements Lane, ManagedSelector.SelectorUpdate {

    private static final Logger LOG = LoggerFactory.getLogger(SelectorLane.class);

    private final ManagedSelector selector;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean submitted = new AtomicBoolean();
    private final AtomicReference<@Nullable Thread> holder = new AtomicReference<>();
    private volatile boolean missed;
    private volatile boolean ended;

    /** Stands in the queue behind what belongs to the present turn. */
    private enum Mark implements Runnable {
        END_OF_TURN;

        @Override
        public void run() {}
    }

    SelectorLane(ManagedSelector selector) {
        this.selector = selector;
    }

    @Override
    Lane lane() {
        return this;
    }

    @Override
    public boolean inLane() {
        return holder.get() == Thread.currentThread();
    }

    @Override
    public void execute(Runnable task) {
        if (ended) {
            throw new RejectedExecutionException("The transport has stopped");
        }
        tasks.add(task);
        if (!submitted.get() && submitted.compareAndSet(false, true)) {
            selector.submit(this);
        }
    }

    @Override
    void run(Runnable task) {
        if (hold()) {
            try {
                task.run();
            } finally {
                release();
            }
        } else if (!ended) {
            execute(task);
        }
    }

    /** A turn, called by the selector's loop. */
    @Override
    public void update(Selector ignored) {
        if (!hold()) {
            missed = true;
            if (!hold()) {
                return;
            }
            missed = false;
        }
        try {
            turn();
        } finally {
            release();
        }
    }

    private void turn() {
        // Before the mark: whoever adds a task from now on submits another turn.
        submitted.set(false);
        tasks.add(Mark.END_OF_TURN);
        for (Runnable task = tasks.poll(); task != Mark.END_OF_TURN && task != null; task = tasks.poll()) {
            try {
                task.run();
            } catch (RuntimeException | Error broken) {
                LOG.error("A task failed; its lane goes on", broken);
            }
        }
    }

    private boolean hold() {
        return holder.compareAndSet(null, Thread.currentThread());
    }

    private void release() {
        holder.set(null);
        if (missed) {
            missed = false;
            selector.submit(this);
        }
    }

    /** Whether the loop came by in vain, for tests. */
    boolean isMissed() {
        return missed;
    }

    @Override
    boolean isAlive() {
        return !ended && selector.isRunning();
    }

    /** Takes no more tasks. */
    void end() {
        ended = true;
    }
}
