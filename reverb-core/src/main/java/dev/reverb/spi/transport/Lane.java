package dev.reverb.spi.transport;

import java.util.concurrent.Executor;

/**
 * A single-threaded executor to which connections belong: usually an event loop of the transport.
 *
 * <p>Everything about one connection happens on its lane, so neither side needs a lock. Tasks run one at a time, in the
 * order in which one thread submitted them, and each sees what earlier ones wrote. A task that is submitted from the
 * lane itself runs on the lane's <em>next</em> turn, after it has looked at its sockets: this is how long fan-outs let
 * reads through.
 *
 * <p>Tasks of the engine are short and never block. A lane that has ended may throw
 * {@link java.util.concurrent.RejectedExecutionException}.
 */
public interface Lane extends Executor {

    /**
     * Runs a task on this lane later; never in the caller's stack. Any thread.
     *
     * @param task what to run
     */
    @Override
    void execute(Runnable task);

    /**
     * Whether the calling thread is the one that runs this lane's tasks.
     *
     * @return true on the lane's own thread
     */
    boolean inLane();
}
