package dev.reverb.transport.jetty;

import dev.reverb.spi.transport.ConnectionLane;
import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.LaneTasks;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * The event loop of one of Jetty's selectors as a lane.
 *
 * <p>A turn is an update that is submitted to the selector. One that is submitted behind a turn is run by Jetty after it has
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

    private final ManagedSelector selector;
    private final Scheduler scheduler;
    private final LaneTasks tasks = new LaneTasks();
    private final AtomicReference<@Nullable Thread> holder = new AtomicReference<>();
    private volatile boolean missed;
    private volatile boolean ended;

    SelectorLane(ManagedSelector selector, Scheduler scheduler) {
        this.selector = selector;
        this.scheduler = scheduler;
    }

    /** The selector of the loop. */
    Selector selector() {
        return selector.getSelector();
    }

    /** Runs a task once, on any thread; returns what calls it off. */
    Runnable after(Duration delay, Runnable task) {
        Scheduler.Task scheduled = scheduler.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        return scheduled::cancel;
    }

    @Override
    public Lane lane() {
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
        if (tasks.add(task)) {
            selector.submit(this);
        }
    }

    @Override
    public void run(Runnable task) {
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
        boolean more = false;
        try {
            more = tasks.runTurn();
        } finally {
            release();
        }
        if (more) {
            selector.submit(this);
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
    public boolean isAlive() {
        return !ended && selector.isRunning();
    }

    /** Takes no more tasks. */
    void end() {
        ended = true;
    }
}
