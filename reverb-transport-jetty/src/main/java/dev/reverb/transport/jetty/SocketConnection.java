package dev.reverb.transport.jetty;

import dev.reverb.spi.transport.ByteStreamConnection;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.ServerEndpoint;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.eclipse.jetty.io.ManagedSelector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket on a plain socket of our own server. It has taken its endpoint's place in Jetty's selector, so that the endpoint,
 * which with all that hangs on it is larger than everything else about an idle connection, can go:
 *
 * <pre>
 *   HTTP:       selector ─▶ key ─▶ SocketChannelEndPoint ─▶ HttpConnection
 *   WebSocket:  selector ─▶ key ─▶ SocketConnection
 * </pre>
 *
 * <p>The socket stays selected for reading, unless the engine pauses. Everything happens on the lane.
 */
final class SocketConnection extends ByteStreamConnection implements ManagedSelector.Selectable, Runnable, Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(SocketConnection.class);

    private final SocketChannel channel;

    SocketConnection(
            SocketChannel channel,
            SelectorLane lane,
            ServerEndpoint endpoint,
            HttpRequest request,
            @Nullable String extensions) {
        super(lane, endpoint, request);
        this.channel = channel;
        negotiated(extensions);
    }

    /**
     * Takes the endpoint's place.
     *
     * @param unwritten what is to be written first, or null
     * @param unread what has been read already, or null
     */
    void begin(@Nullable ByteBuffer unwritten, @Nullable ByteBuffer unread) {
        SelectionKey key = key();
        if (key == null || !key.isValid()) {
            // Closed meanwhile, before the engine has heard of it.
            return;
        }
        key.attach(this);
        if (unwritten != null) {
            unwritten(unwritten);
        }
        if (unread != null) {
            unread(unread);
        }
        connectionLane().run(this::open);
    }

    private SelectorLane selectorLane() {
        return (SelectorLane) connectionLane();
    }

    /** Not kept, since it is rarely asked for. */
    private @Nullable SelectionKey key() {
        return channel.keyFor(selectorLane().selector());
    }

    // ---- what the selector calls, in its loop ----

    @Override
    public @Nullable Runnable onSelected() {
        connectionLane().run(this);
        return null;
    }

    @Override
    public void run() {
        SelectionKey key = key();
        if (key == null || !key.isValid()) {
            return;
        }
        int ready = key.readyOps();
        if ((ready & SelectionKey.OP_READ) != 0) {
            if (isInterested()) {
                readable();
            } else {
                select(SelectionKey.OP_READ, false);
            }
        }
        if ((ready & SelectionKey.OP_WRITE) != 0 && channel.isOpen()) {
            select(SelectionKey.OP_WRITE, false);
            if (isFull()) {
                writable();
            }
        }
    }

    /** What the selector waits for is changed at once. */
    @Override
    public void updateKey() {}

    @Override
    public void replaceKey(SelectionKey key) {}

    private void select(int operation, boolean wanted) {
        SelectionKey key = key();
        if (key != null && key.isValid()) {
            int before = key.interestOps();
            int after = wanted ? before | operation : before & ~operation;
            if (after != before) {
                key.interestOps(after);
            }
        }
    }

    // ---- what every raw connection needs ----

    @Override
    protected int fill(ByteBuffer buffer) throws IOException {
        return channel.read(buffer);
    }

    @Override
    protected boolean isDrainedByShortRead() {
        return true;
    }

    @Override
    protected void awaitBytes() {
        select(SelectionKey.OP_READ, true);
    }

    @Override
    protected boolean send(ByteBuffer frames) throws IOException {
        channel.write(frames);
        if (frames.hasRemaining()) {
            select(SelectionKey.OP_WRITE, true);
            return false;
        }
        return true;
    }

    @Override
    protected void shutdownOutput() {
        try {
            channel.shutdownOutput();
        } catch (IOException broken) {
            close(broken);
        }
    }

    @Override
    protected void close(@Nullable Throwable cause) {
        if (!channel.isOpen()) {
            return;
        }
        if (cause != null) {
            LOG.debug("A connection is closed", cause);
        }
        try {
            channel.close();
        } catch (IOException broken) {
            LOG.debug("A socket did not close cleanly", broken);
        }
        if (!connectionLane().later(this::closed)) {
            closed();
        }
    }

    /** For Jetty, which closes what is left when it stops. */
    @Override
    public void close() {
        close(null);
    }

    @Override
    protected Runnable after(Duration delay, Runnable task) {
        return selectorLane().after(delay, task);
    }
}
