package dev.reverb.transport.undertow;

import dev.reverb.spi.transport.ByteStreamConnection;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.ServerEndpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.ssl.SslConnection;

/**
 * A WebSocket on a connection that Undertow has given away. Frames go to its conduit, which is XNIO's socket or Undertow's
 * TLS over it.
 *
 * <p>It is its own listener for reading, writing and (set by {@link Upgrade}) closing, told apart by the channel that is ready: one object, not four.
 */
final class UndertowConnection extends ByteStreamConnection implements ChannelListener<Channel> {

    private static final Logger LOG = LoggerFactory.getLogger(UndertowConnection.class);

    private final StreamConnection connection;
    private final StreamSinkConduit sink;
    private final boolean plain;

    UndertowConnection(
            StreamConnection connection,
            XnioLane lane,
            ServerEndpoint endpoint,
            HttpRequest request,
            @Nullable String extensions) {
        super(lane, endpoint, request);
        negotiated(extensions);
        this.connection = connection;
        this.sink = connection.getSinkChannel().getConduit();
        this.plain = !(connection instanceof SslConnection);
    }

    /**
     * Takes the connection over, on whatever thread Undertow gives it away.
     *
     * @param unwritten what is to be written first, or null
     * @param unread what has been read already, beside what the connection's source still holds back
     */
    void begin(@Nullable ByteBuffer unwritten, @Nullable ByteBuffer unread) {
        connection.getSourceChannel().suspendReads();
        connection.getSinkChannel().suspendWrites();
        connectionLane().run(() -> {
            if (unwritten != null) {
                unwritten(unwritten);
            }
            if (unread != null) {
                unread(unread);
            }
            connection.getSourceChannel().setReadListener(this);
            connection.getSinkChannel().setWriteListener(this);
            open();
        });
        if (!connectionLane().isAlive()) {
            // The transport has stopped meanwhile, and nobody else would close it.
            IoUtils.safeClose(connection);
        }
    }

    // ---- what XNIO calls, on the lane's thread ----

    @Override
    public void handleEvent(Channel ready) {
        if (ready == connection) {
            onClosed();
        } else if (ready instanceof ConduitStreamSourceChannel source) {
            onReadable(source);
        } else {
            onWritable();
        }
    }

    private void onReadable(ConduitStreamSourceChannel source) {
        // Undertow's TLS calls again for each read while reads are resumed, and takes a hundred in a row for a loop.
        if (!plain || !isInterested()) {
            source.suspendReads();
        }
        if (isInterested()) {
            readable();
        }
    }

    /** Whoever closes is told within the call, which may be one of the engine's. */
    private void onClosed() {
        if (!connectionLane().later(this::closed)) {
            closed();
        }
    }

    private void onWritable() {
        try {
            if (!sink.flush()) {
                return;
            }
        } catch (IOException broken) {
            close(broken);
            return;
        }
        sink.suspendWrites();
        if (isFull()) {
            writable();
        }
    }

    // ---- what every raw connection needs ----

    @Override
    protected int fill(ByteBuffer buffer) throws IOException {
        return connection.getSourceChannel().read(buffer);
    }

    @Override
    protected boolean isDrainedByShortRead() {
        return plain;
    }

    @Override
    protected void awaitBytes() {
        connection.getSourceChannel().resumeReads();
    }

    /** TLS may take everything and still have records to send. */
    @Override
    protected boolean send(ByteBuffer frames) throws IOException {
        while (frames.hasRemaining()) {
            if (sink.write(frames) <= 0) {
                sink.resumeWrites();
                return false;
            }
        }
        if (!sink.flush()) {
            sink.resumeWrites();
            return false;
        }
        return true;
    }

    @Override
    protected void shutdownOutput() {
        try {
            sink.terminateWrites();
            if (!sink.flush()) {
                sink.resumeWrites();
            }
        } catch (IOException broken) {
            close(broken);
        }
    }

    @Override
    protected void close(@Nullable Throwable cause) {
        if (cause != null) {
            LOG.debug("A connection is closed", cause);
        }
        IoUtils.safeClose(connection);
    }

    @Override
    protected Runnable after(Duration delay, Runnable task) {
        try {
            XnioExecutor.Key key = connection.getIoThread().executeAfter(task, delay.toMillis(), TimeUnit.MILLISECONDS);
            return key::remove;
        } catch (RejectedExecutionException over) {
            task.run();
            return () -> {};
        }
    }
}
