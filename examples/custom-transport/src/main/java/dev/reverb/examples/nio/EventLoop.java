package dev.reverb.examples.nio;

import dev.reverb.spi.transport.Lane;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread and its selector. Each turn looks at the sockets that are ready, then runs the tasks that were there when
 * it had looked: one that is added by a task waits for the next turn, so that sockets are never starved.
 */
final class EventLoop implements Lane, Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);

    /** What one socket may bring in one turn, in bytes. */
    private static final int INPUT_SIZE = 64 * 1024;

    /** How exact deadlines are, in milliseconds. */
    private static final long SWEEP = 100;

    private final Selector selector;
    private final Thread thread;

    /** One buffer for all sockets: nothing is kept in it from one to the next. */
    private final ByteBuffer input = ByteBuffer.allocate(INPUT_SIZE);

    /** The sockets that may not take forever. Those of idle WebSockets are not among them. */
    private final Set<SocketHandler> timed = new LinkedHashSet<>();

    private long swept = System.nanoTime();
    private boolean stopping;

    // Guarded by this.
    private List<Runnable> tasks = new ArrayList<>();
    private boolean ended;

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
        boolean first;
        synchronized (this) {
            if (ended) {
                throw new RejectedExecutionException("The transport has stopped");
            }
            first = tasks.isEmpty();
            tasks.add(task);
        }
        // Whoever adds the first task wakes the loop up for all of them; the loop itself is awake.
        if (first && !inLane()) {
            selector.wakeup();
        }
    }

    @Override
    public boolean inLane() {
        return Thread.currentThread() == thread;
    }
    // [execute]

    // [run]
    @Override
    public void run() {
        try {
            while (!isDone()) {
                if (hasTasks()) {
                    selector.selectNow(this::onReady);
                } else {
                    selector.select(this::onReady, timed.isEmpty() ? 0 : SWEEP);
                }
                takeTasks().forEach(EventLoop::runGuarded);
                sweep();
            }
        } catch (IOException broken) {
            LOG.error("An event loop has failed", broken);
        } finally {
            end();
        }
    }
    // [run]

    private synchronized boolean hasTasks() {
        return !tasks.isEmpty();
    }

    private synchronized List<Runnable> takeTasks() {
        if (tasks.isEmpty()) {
            return List.of();
        }
        List<Runnable> taken = tasks;
        tasks = new ArrayList<>();
        return taken;
    }

    /** A task that throws does not end the lane. */
    private static void runGuarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error broken) {
            LOG.error("A task failed; its lane goes on", broken);
        }
    }

    private void onReady(SelectionKey key) {
        if (key.isValid() && key.isReadable()) {
            SocketHandler.of(key).readable();
        }
        // The socket may be closed by now, or something else.
        if (key.isValid() && key.isWritable()) {
            SocketHandler.of(key).writable();
        }
    }

    /** Takes over a socket that has been accepted. Any thread. */
    void register(SocketChannel channel, Consumer<SelectionKey> handler) {
        execute(() -> {
            try {
                channel.configureBlocking(false);
                // Small frames must not wait for each other's acknowledgement.
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                handler.accept(channel.register(selector, SelectionKey.OP_READ));
            } catch (IOException | RuntimeException gone) {
                LOG.debug("A connection was gone before it began", gone);
                close(channel);
            }
        });
    }

    /** The loop's buffer, empty. Good until the next socket is looked at. */
    ByteBuffer input() {
        return input.clear();
    }

    // Deadlines: one sweep for all of them instead of a timer for each.

    void time(SocketHandler socket) {
        timed.add(socket);
    }

    void untime(SocketHandler socket) {
        timed.remove(socket);
    }

    private void sweep() {
        long now = System.nanoTime();
        if (now - swept < TimeUnit.MILLISECONDS.toNanos(SWEEP)) {
            return;
        }
        swept = now;
        for (SocketHandler socket : List.copyOf(timed)) {
            if (socket.isLate(now)) {
                runGuarded(socket::onDeadline);
            }
        }
    }

    // [stop]
    /** Ends every connection; completes when all have been told. */
    CompletableFuture<Void> closeAll() {
        return CompletableFuture.runAsync(
                () -> List.copyOf(selector.keys()).forEach(key -> runGuarded(SocketHandler.of(key)::gone)), this);
    }

    /** Ends the loop once it has no task left, and waits for that unless it is the loop that asks. */
    void stop() {
        execute(() -> stopping = true);
        if (inLane()) {
            return;
        }
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** From when this is true, no more tasks are taken. */
    private synchronized boolean isDone() {
        ended = stopping && tasks.isEmpty();
        return ended;
    }
    // [stop]

    private void end() {
        synchronized (this) {
            ended = true;
        }
        discard();
    }

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
