package dev.reverb.tck;

import dev.reverb.spi.transport.Lane;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A lane without a thread: its tasks wait until a test runs them, on the test's own thread. Running the tasks of one lane
 * and not yet those of another is how a test forces an interleaving.
 *
 * <p>{@link #execute} is safe for any thread. A lane is run by one thread at a time; while it runs a task, other lanes may
 * be run from within that task (as if by other threads), but not the same one again.
 */
public final class ManualLane implements Lane {

    private static final ThreadLocal<@Nullable ManualLane> CURRENT = new ThreadLocal<>();

    private final String name;
    private final Runnable onTask;
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final AtomicReference<@Nullable Thread> runner = new AtomicReference<>();
    private boolean ended;

    /**
     * A lane with nothing to do.
     *
     * @param name what messages call it
     */
    public ManualLane(String name) {
        this(name, () -> {});
    }

    ManualLane(String name, Runnable onTask) {
        this.name = name;
        this.onTask = onTask;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (tasks) {
            if (ended) {
                throw new RejectedExecutionException(this + " has ended");
            }
            tasks.add(task);
        }
        onTask.run();
    }

    @Override
    public boolean inLane() {
        return CURRENT.get() == this;
    }

    /**
     * Whether the calling thread is running a task of some lane.
     *
     * @return true within {@link #runOne}, {@link #runTurn}, {@link #runAll} and {@link #call} of any manual lane
     */
    static boolean inAnyLane() {
        return CURRENT.get() != null;
    }

    /**
     * Runs the task that has waited longest.
     *
     * @return false where none was waiting
     */
    public boolean runOne() {
        Runnable task = poll();
        if (task == null) {
            return false;
        }
        call(task);
        return true;
    }

    /**
     * Runs the tasks that are waiting now, and leaves those that they submit for the next turn, as an event loop does.
     *
     * @return how many were run
     */
    public int runTurn() {
        int waiting = pendingTasks();
        int run = 0;
        while (run < waiting && runOne()) {
            run++;
        }
        return run;
    }

    /**
     * Runs turn after turn until nothing waits.
     *
     * @return how many tasks were run
     * @throws IllegalStateException where the tasks go on submitting others without end
     */
    public int runAll() {
        int run = 0;
        while (runOne()) {
            run++;
            if (run > InMemoryTransport.MAX_TASKS) {
                throw new IllegalStateException(this + " does not come to rest");
            }
        }
        return run;
    }

    /**
     * Runs code now as if it were one of the lane's tasks: {@link #inLane()} is true within it.
     *
     * @param code what to run
     * @throws IllegalStateException where the lane is running a task already
     */
    public void call(Runnable code) {
        if (!runner.compareAndSet(null, Thread.currentThread())) {
            throw new IllegalStateException(this + " is running a task already; a lane runs one at a time");
        }
        ManualLane outer = CURRENT.get();
        CURRENT.set(this);
        try {
            code.run();
        } finally {
            CURRENT.set(outer);
            runner.set(null);
        }
    }

    /**
     * How many tasks wait.
     *
     * @return the number of tasks submitted and not yet begun
     */
    public int pendingTasks() {
        synchronized (tasks) {
            return tasks.size();
        }
    }

    /** Takes no more tasks. Those that wait can still be run. */
    void end() {
        synchronized (tasks) {
            ended = true;
        }
    }

    private @Nullable Runnable poll() {
        synchronized (tasks) {
            return tasks.poll();
        }
    }

    @Override
    public String toString() {
        return "ManualLane[" + name + "]";
    }
}
