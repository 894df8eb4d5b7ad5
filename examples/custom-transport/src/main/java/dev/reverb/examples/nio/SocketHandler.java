package dev.reverb.examples.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a socket is at present. All methods are called in the socket's loop. */
abstract class SocketHandler {

    private static final Logger LOG = LoggerFactory.getLogger(SocketHandler.class);

    final EventLoop loop;
    final SelectionKey key;
    final SocketChannel channel;

    /** In nanoseconds, where the loop times this socket. */
    private long deadline;

    /** Takes the socket over from the handler that it had before, if any. */
    SocketHandler(EventLoop loop, SelectionKey key) {
        this.loop = loop;
        this.key = key;
        this.channel = (SocketChannel) key.channel();
        if (key.attach(this) instanceof SocketHandler before) {
            loop.untime(before);
        }
    }

    static SocketHandler of(SelectionKey key) {
        return (SocketHandler) Objects.requireNonNull(key.attachment());
    }

    /** Bytes have arrived, or never will. */
    abstract void onReadable() throws IOException;

    /** The socket has room. Only where that was {@linkplain #want asked for}. */
    abstract void onWritable() throws IOException;

    /** The socket is closed: by the peer, by this side, or because it broke. */
    abstract void onGone();

    /** The socket took too long. */
    void onDeadline() {
        gone();
    }

    final void readable() {
        guarded(this::onReadable);
    }

    final void writable() {
        guarded(this::onWritable);
    }

    /** What is done to a socket, and may find it broken. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    // [guard]
    /** Runs a step; where it fails, this socket goes and the others stay. */
    final void guarded(Step step) {
        try {
            step.run();
        } catch (IOException broken) {
            gone();
        } catch (RuntimeException | Error broken) {
            LOG.error("A connection failed; the others go on", broken);
            gone();
        }
    }
    // [guard]

    /** Closes the socket, and tells. */
    final void gone() {
        loop.untime(this);
        EventLoop.close(channel);
        onGone();
    }

    /** Asks to be called when the socket can be read, or written, or no longer. */
    final void want(int operation, boolean wanted) {
        if (key.isValid()) {
            key.interestOps(wanted ? key.interestOps() | operation : key.interestOps() & ~operation);
        }
    }

    /**
     * Reads what there is, but no more than fits into the loop's buffer: the others want their turn, too.
     *
     * @return the loop's buffer, or null where the peer has ended the connection
     */
    final @Nullable ByteBuffer read() throws IOException {
        ByteBuffer input = loop.input();
        return channel.read(input) < 0 ? null : input.flip();
    }

    /** What the loop's buffer, which others will use, still holds of this socket; null for nothing. */
    static @Nullable ByteBuffer copyOf(ByteBuffer rest) {
        return rest.hasRemaining()
                ? ByteBuffer.allocate(rest.remaining()).put(rest).flip()
                : null;
    }

    final void setDeadline(Duration fromNow) {
        deadline = System.nanoTime() + fromNow.toNanos();
        loop.time(this);
    }

    final void clearDeadline() {
        loop.untime(this);
    }

    final boolean isLate(long now) {
        return now - deadline >= 0;
    }
}
