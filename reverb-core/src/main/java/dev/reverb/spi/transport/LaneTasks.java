package dev.reverb.spi.transport;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tasks of a {@link Lane} that is an event loop, run in turns. For authors of transports.
 *
 * <p>A turn runs what was there when it began. So that tasks which submit tasks cannot keep a loop from its sockets, the
 * loop is asked for the next turn only behind the present one, and gives it after it has looked at its sockets:
 *
 * <pre>
 *   add ── first of the next turn? ── ask the loop
 *   turn ── anything left? ── ask the loop
 * </pre>
 */
public final class LaneTasks {

    private static final Logger LOG = LoggerFactory.getLogger(LaneTasks.class);

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    /** A turn has been asked for and has not ended. */
    private final AtomicBoolean awaited = new AtomicBoolean();

    /** Stands in the queue behind what belongs to the present turn. */
    private enum Mark implements Runnable {
        END_OF_TURN;

        @Override
        public void run() {}
    }

    /** No tasks. */
    public LaneTasks() {}

    /**
     * Adds a task. Any thread.
     *
     * @param task what to run
     * @return whether the caller must ask its loop for a {@link #runTurn}
     */
    public boolean add(Runnable task) {
        tasks.add(task);
        return await();
    }

    private boolean await() {
        return !awaited.get() && awaited.compareAndSet(false, true);
    }

    /**
     * Runs what has been added before; a task that throws is logged. On the loop, once for each time that it was asked for.
     *
     * @return whether the caller must ask its loop for another turn, since more was added meanwhile
     */
    public boolean runTurn() {
        tasks.add(Mark.END_OF_TURN);
        for (Runnable task = tasks.poll(); task != Mark.END_OF_TURN && task != null; task = tasks.poll()) {
            try {
                task.run();
            } catch (RuntimeException | Error broken) {
                LOG.error("A task failed; its lane goes on", broken);
            }
        }
        awaited.set(false);
        return !tasks.isEmpty() && await();
    }
}
