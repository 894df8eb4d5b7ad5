package dev.reverb.internal;

import dev.reverb.spi.transport.Lane;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A lane on a daemon thread of its own, for transports without event loops. */
final class ThreadLane implements Lane {

    private static final Logger LOG = LoggerFactory.getLogger(ThreadLane.class);

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean stopped;

    ThreadLane(String name) {
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!stopped) {
            try {
                tasks.take().run();
            } catch (InterruptedException stop) {
                // Looked at above: only stop() interrupts.
            } catch (RuntimeException | Error broken) {
                LOG.error("A task failed; the lane goes on.", broken);
            }
        }
    }

    @Override
    public void execute(Runnable task) {
        if (stopped) {
            throw new RejectedExecutionException("The lane has ended.");
        }
        tasks.add(task);
    }

    @Override
    public boolean inLane() {
        return Thread.currentThread() == thread;
    }

    void stop() {
        stopped = true;
        thread.interrupt();
    }
}
