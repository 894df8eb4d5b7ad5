package dev.reverb.transport.jetty;

import java.io.IOException;
import java.nio.channels.Selector;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.jspecify.annotations.Nullable;

/**
 * A selector that does for itself what Jetty hands to its pool since it might block: making an endpoint and its connection, and
 * ending them. In our own server nothing of that blocks, so no thread is woken for it.
 */
final class SelectorLoop extends ManagedSelector {

    private volatile @Nullable Thread thread;

    SelectorLoop(SelectorManager manager, int id) {
        super(manager, id);
    }

    @Override
    protected int nioSelect(Selector selector, boolean now) throws IOException {
        if (thread != Thread.currentThread()) {
            thread = Thread.currentThread();
        }
        return super.nioSelect(selector, now);
    }

    /**
     * Has the loop run a task behind what it is doing.
     *
     * @return false where this is not the loop's thread, or the loop stops and may not come to it
     */
    boolean takes(Runnable task) {
        if (thread != Thread.currentThread() || !isRunning()) {
            return false;
        }
        submit(selector -> task.run());
        return true;
    }
}
