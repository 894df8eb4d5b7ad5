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

/** A client's socket in its loop. It is one thing after another: see {@link SocketHandler}. */
final class NioSocket {

    private static final Logger LOG = LoggerFactory.getLogger(NioSocket.class);

    private final EventLoop loop;
    private final SelectionKey key;
    private final SocketChannel channel;
    private @Nullable SocketHandler handler;

    /** In nanoseconds, while the loop times this socket. */
    private long deadline;

    NioSocket(EventLoop loop, SelectionKey key) {
        this.loop = loop;
        this.key = key;
        this.channel = (SocketChannel) key.channel();
        key.attach(this);
    }

    static NioSocket of(SelectionKey key) {
        return (NioSocket) Objects.requireNonNull(key.attachment());
    }

    EventLoop loop() {
        return loop;
    }

    SocketChannel channel() {
        return channel;
    }

    /** Goes on as something else. */
    void become(SocketHandler next) {
        clearDeadline();
        handler = next;
    }

    private SocketHandler handler() {
        return Objects.requireNonNull(handler);
    }

    /** The selector has found something. */
    void ready() {
        if (key.isValid() && key.isReadable()) {
            guarded(handler()::onReadable);
        }
        // It may be closed by now, or something else.
        if (key.isValid() && key.isWritable()) {
            guarded(handler()::onWritable);
        }
    }

    /** What is done with a socket, and may find it broken. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    // [guard]
    /** Runs a step; where it fails, this socket goes and the others stay. */
    void guarded(Step step) {
        try {
            step.run();
        } catch (IOException broken) {
            close();
        } catch (RuntimeException | Error broken) {
            LOG.error("A connection failed; the others go on", broken);
            close();
        }
    }
    // [guard]

    /** Closes the socket at once, and tells. */
    void close() {
        if (channel.isOpen()) {
            clearDeadline();
            EventLoop.close(channel);
            handler().onGone();
        }
    }

    /** Asks to be called when the socket can be read, or written, or no longer. */
    void want(int operation, boolean wanted) {
        if (key.isValid()) {
            key.interestOps(wanted ? key.interestOps() | operation : key.interestOps() & ~operation);
        }
    }

    void setDeadline(Duration fromNow) {
        deadline = System.nanoTime() + fromNow.toNanos();
        loop.time(this);
    }

    void clearDeadline() {
        loop.untime(this);
    }

    void checkDeadline(long now) {
        if (now - deadline >= 0) {
            clearDeadline();
            guarded(handler()::onDeadline);
        }
    }

    /** What the loop's buffer, which others will use, still holds of this socket; null for nothing. */
    static @Nullable ByteBuffer copyOf(ByteBuffer rest) {
        return rest.hasRemaining()
                ? ByteBuffer.allocate(rest.remaining()).put(rest).flip()
                : null;
    }
}
