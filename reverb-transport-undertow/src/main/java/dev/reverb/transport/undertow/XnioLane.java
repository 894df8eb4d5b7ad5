package dev.reverb.transport.undertow;

import dev.reverb.spi.transport.ConnectionLane;
import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.LaneTasks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.RejectedExecutionException;
import org.xnio.ChannelListener;
import org.xnio.ChannelPipe;
import org.xnio.IoUtils;
import org.xnio.XnioIoThread;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;

/**
 * One of XNIO's I/O threads as a lane.
 *
 * <p>XNIO runs every task that is queued before it looks at its sockets, those too that such tasks queue. So only the first
 * turn is asked for by {@code execute}; where a turn leaves tasks behind, the next one comes by a pipe whose writing end is
 * always ready, and so is selected together with the sockets:
 *
 * <pre>
 *   idle:  add ── execute ──▶ turn ── nothing left ──▶ idle
 *                              │ tasks left: resume the pipe
 *                            select ──▶ sockets, pipe ── execute ──▶ turn ── nothing left: suspend the pipe
 * </pre>
 *
 * Nothing is ever written to the pipe. The pipe itself only asks for the turn, so that every socket that was found ready
 * with it comes first: requests are answered before a fan-out goes on, and what they publish joins its next batch.
 */
final class XnioLane extends ConnectionLane implements Lane, Runnable, ChannelListener<StreamSinkChannel> {

    private final XnioIoThread thread;
    private final LaneTasks tasks = new LaneTasks();
    private final Runnable behindSockets = this::runBehindSockets;
    private final StreamSourceChannel otherEnd;
    private final StreamSinkChannel pipe;
    private volatile boolean ended;

    /** The next turn comes by the pipe. Used on the lane only. */
    private boolean resumed;

    XnioLane(XnioIoThread thread) {
        this.thread = thread;
        try {
            ChannelPipe<StreamSourceChannel, StreamSinkChannel> ends = thread.createHalfDuplexPipe();
            otherEnd = ends.getLeftSide();
            pipe = ends.getRightSide();
        } catch (IOException failed) {
            throw new UncheckedIOException("An I/O thread could not be given a pipe", failed);
        }
        pipe.getWriteSetter().set(this);
        pipe.getCloseSetter().set(closed -> onPipeClosed());
    }

    XnioIoThread thread() {
        return thread;
    }

    @Override
    public Lane lane() {
        return this;
    }

    @Override
    public boolean inLane() {
        return Thread.currentThread() == thread;
    }

    @Override
    public void execute(Runnable task) {
        if (ended) {
            throw new RejectedExecutionException("The transport has stopped");
        }
        if (tasks.add(task)) {
            try {
                thread.execute(this);
            } catch (RejectedExecutionException over) {
                ended = true;
                throw over;
            }
        }
    }

    @Override
    public void run(Runnable task) {
        if (inLane()) {
            task.run();
        } else {
            later(task);
        }
    }

    /** A turn that was asked for while nothing was to be done. */
    @Override
    public void run() {
        if (tasks.runTurn()) {
            resume();
        }
    }

    /** The sockets are being looked at. */
    @Override
    public void handleEvent(StreamSinkChannel ready) {
        try {
            thread.execute(behindSockets);
        } catch (RejectedExecutionException over) {
            runBehindSockets();
        }
    }

    /** A turn that comes after a look at the sockets. */
    private void runBehindSockets() {
        if (resumed && !tasks.runTurn()) {
            resumed = false;
            pipe.suspendWrites();
        }
    }

    private void resume() {
        if (!pipe.isOpen()) {
            drain();
        } else if (!resumed) {
            resumed = true;
            pipe.resumeWrites();
        }
    }

    @Override
    public boolean isAlive() {
        return !ended && !thread.getWorker().isShutdown();
    }

    /** Takes no more tasks; those that wait are run. Any thread. */
    void end() {
        ended = true;
        try {
            thread.execute(this::close);
        } catch (RejectedExecutionException over) {
            // The worker is shutting down and closes all channels itself.
        }
    }

    private void close() {
        IoUtils.safeClose(pipe, otherEnd);
        onPipeClosed();
    }

    /** The pipe is closed together with the lane, or by a worker that is shut down: what waits must not wait for it. */
    private void onPipeClosed() {
        ended = true;
        if (resumed) {
            resumed = false;
            drain();
        }
    }

    /** Ends, since an ended lane takes nothing more. */
    private void drain() {
        boolean more = true;
        while (more) {
            more = tasks.runTurn();
        }
    }
}
