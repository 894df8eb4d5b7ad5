package dev.reverb.scaling.redis.internal.connection;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.Executor;

/**
 * Writes commands in the order in which they are given, whichever threads give them. Lettuce alone does not: what a thread of its event
 * loops gives is written at once, and so before what other threads have given and the loop has still to take up. So what an event loop
 * gives is handed to another thread, and everything that is given until that is done, behind it.
 */
final class WriteOrder implements Executor {

    private final Executor elsewhere;
    private int handedOver;

    /**
     * Writes.
     *
     * @param elsewhere one thread, in order, that is none of the event loops'
     */
    WriteOrder(Executor elsewhere) {
        this.elsewhere = elsewhere;
    }

    @Override
    public synchronized void execute(Runnable write) {
        if (handedOver == 0 && !(Thread.currentThread() instanceof FastThreadLocalThread)) {
            write.run();
        } else {
            handedOver++;
            elsewhere.execute(() -> {
                try {
                    write.run();
                } finally {
                    done();
                }
            });
        }
    }

    private synchronized void done() {
        handedOver--;
    }
}
