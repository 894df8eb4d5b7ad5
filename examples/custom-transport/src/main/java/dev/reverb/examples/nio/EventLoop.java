package dev.reverb.examples.nio;

import dev.reverb.spi.transport.ConnectionLane;
import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.LaneTasks;
import dev.reverb.spi.transport.ServerEndpoint;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread and its selector: a lane, and the sockets on it. */
final class EventLoop extends ConnectionLane implements Lane, Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);

    /** How exact deadlines are, in milliseconds. */
    private static final long SWEEP = 100;

    private final Selector selector;
    private final Thread thread;
    private final LaneTasks tasks = new LaneTasks();

    /** The sockets that may not take forever. Those of open WebSockets are not among them. */
    private final Set<NioSocket> timed = new LinkedHashSet<>();

    private long swept = System.nanoTime();
    private volatile boolean ended;

    EventLoop(String name) throws IOException {
        selector = Selector.open();
        thread = new Thread(this, name);
    }

    void start() {
        thread.start();
    }

    // [execute]
    @Override
    public void execute(Runnable task) {
        if (ended) {
            throw new RejectedExecutionException("The transport has stopped");
        }
        // The loop itself is awake, and on its way to its tasks.
        if (tasks.add(task) && !inLane()) {
            selector.wakeup();
        }
    }

    @Override
    public boolean inLane() {
        return Thread.currentThread() == thread;
    }
    // [execute]

    @Override
    public Lane lane() {
        return this;
    }

    @Override
    public void run(Runnable task) {
        if (inLane()) {
            task.run();
        } else {
            later(task);
        }
    }

    @Override
    public boolean isAlive() {
        return !ended;
    }

    // [run]
    @Override
    public void run() {
        try {
            boolean more = false;
            while (!ended || more) {
                if (more) {
                    selector.selectNow(this::onReady);
                } else {
                    selector.select(this::onReady, timed.isEmpty() ? 0 : SWEEP);
                }
                sweep();
                more = tasks.runTurn();
            }
        } catch (IOException broken) {
            LOG.error("An event loop has failed", broken);
        } finally {
            ended = true;
            discard();
        }
    }

    private void onReady(SelectionKey key) {
        NioSocket.of(key).ready();
    }
    // [run]

    // [register]
    /** Takes a socket that has been accepted, unless the loop has ended. Any thread. */
    void register(SocketChannel channel, ServerEndpoint endpoint) {
        if (!later(() -> begin(channel, endpoint))) {
            close(channel);
        }
    }

    private void begin(SocketChannel channel, ServerEndpoint endpoint) {
        try {
            channel.configureBlocking(false);
            // Small frames must not wait for each other's acknowledgement.
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            NioSocket socket = new NioSocket(this, channel.register(selector, SelectionKey.OP_READ));
            new HttpConnection(socket, endpoint).begin();
        } catch (IOException | RuntimeException gone) {
            LOG.debug("A connection was gone before it began", gone);
            close(channel);
        }
    }
    // [register]

    // Deadlines: one sweep for all of them instead of a timer for each.

    void time(NioSocket socket) {
        timed.add(socket);
    }

    void untime(NioSocket socket) {
        timed.remove(socket);
    }

    private void sweep() {
        long now = System.nanoTime();
        if (now - swept >= TimeUnit.MILLISECONDS.toNanos(SWEEP)) {
            swept = now;
            List.copyOf(timed).forEach(socket -> socket.checkDeadline(now));
        }
    }

    // [end]
    /** Ends the loop behind the tasks that it has, and waits for that, unless it is the loop that asks. */
    void end() {
        later(() -> ended = true);
        if (inLane()) {
            return;
        }
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
    // [end]

    /** Closes what the loop has open. */
    void discard() {
        selector.keys().forEach(key -> close(key.channel()));
        close(selector);
    }

    static void close(Closeable open) {
        try {
            open.close();
        } catch (IOException ignored) {
            // It is closed all the same.
        }
    }
}
