package dev.reverb.benchmarks.load;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.function.Consumer;

/** The one thread's selector, and the buffers that its connections share. */
final class Loop implements Closeable {

    private static final long LONGEST_WAIT = 100 * Clock.MILLISECOND;
    private static final int BUFFER = 256 * 1024;

    /** So many connections are handled between two looks at what is due, and at those that are to be prompt. */
    private static final int OFTEN = 32;

    private final Selector selector = Selector.open();
    private final Selector prompt = Selector.open();
    private final Consumer<SelectionKey> dispatch = this::dispatch;
    private final Consumer<SelectionKey> dispatchPrompt = Loop::dispatchPrompt;
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER);
    private final Sources sources;

    private byte[] received = new byte[BUFFER];
    private Runnable often = () -> {};
    private int dispatched;
    private long reads;
    private volatile boolean interrupted;

    Loop(Sources sources) throws IOException {
        this.sources = sources;
    }

    Sources sources() {
        return sources;
    }

    /** What is to be done every few connections, when many have something to say. */
    void often(Runnable task) {
        often = task;
    }

    /** Ends all loops; from any thread. */
    void interrupt() {
        interrupted = true;
        selector.wakeup();
    }

    boolean isInterrupted() {
        return interrupted;
    }

    /** Handles what there is, or what comes first until some moment, or within 100 ms. */
    void pump(long until) {
        long wait = Math.min(until - Clock.now(), LONGEST_WAIT);
        try {
            if (wait < Clock.MILLISECOND) {
                // A selector knows no less than a millisecond: the last one before something is due is spent awake.
                selector.selectNow(dispatch);
            } else {
                selector.select(dispatch, wait / Clock.MILLISECOND);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The selector failed", e);
        }
    }

    private void dispatch(SelectionKey key) {
        if (key.isValid()) {
            ((Peer) key.attachment()).ready(key);
        }
        if (++dispatched % OFTEN == 0) {
            lookOften();
        }
    }

    private static void dispatchPrompt(SelectionKey key) {
        if (key.isValid()) {
            ((Peer) key.attachment()).readPromptly();
        }
    }

    private void lookOften() {
        if (!prompt.keys().isEmpty()) {
            try {
                prompt.selectNow(dispatchPrompt);
            } catch (IOException e) {
                throw new UncheckedIOException("The selector failed", e);
            }
        }
        often.run();
    }

    /**
     * From now on handles what a connection receives before the others that are ready.
     *
     * <p>Among a thousand that are ready again and again it would be the last of each round, however early it came: what was
     * ready in the round before keeps its place in the selector's list (level-triggered epoll).
     */
    void promptly(SocketChannel channel, Peer peer) throws IOException {
        channel.register(prompt, SelectionKey.OP_READ, peer);
    }

    /** Begins to connect; tells the peer when it is done, which may be now. */
    SelectionKey connect(Peer peer, SocketAddress server) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.bind(sources.next());
            boolean done = channel.connect(server);
            return channel.register(selector, done ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT, peer);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Reads behind what the array {@link #received} has already.
     *
     * @return the bytes read, -1 at the end
     */
    int read(SocketChannel channel, int have) throws IOException {
        in.clear();
        int count = channel.read(in);
        if (count > 0) {
            reads++;
            in.flip();
            in.get(received(have + count), have, count);
        }
        return count;
    }

    /** What was read last; holds so many bytes at least. */
    byte[] received(int capacity) {
        if (capacity > received.length) {
            received = Arrays.copyOf(received, Math.max(capacity, 2 * received.length));
        }
        return received;
    }

    /** Writes what can be written now, and returns how much that was. */
    int write(SocketChannel channel, byte[] bytes, int from, int count) throws IOException {
        out.clear();
        out.put(bytes, from, Math.min(count, out.capacity())).flip();
        return channel.write(out);
    }

    /** Reads that brought something, so far. */
    long reads() {
        return reads;
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        prompt.close();
        selector.close();
    }
}
