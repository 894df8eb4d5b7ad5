package dev.reverb.examples.nio;

import dev.reverb.spi.transport.ByteStreamConnection;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.ServerEndpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A socket behind its {@code 101}. Frames, pauses and the end are the base class's; here is the socket. */
final class WebSocketConnection extends ByteStreamConnection implements SocketHandler {

    private final NioSocket socket;

    /** What to do at the deadline. */
    private @Nullable Runnable late;

    // [open]
    WebSocketConnection(NioSocket socket, ServerEndpoint endpoint, HttpRequest request, @Nullable String extensions) {
        super(socket.loop(), endpoint, request);
        this.socket = socket;
        negotiated(extensions);
    }

    /** Hands the connection to the engine, and reads on where the handshake ended. */
    void begin(@Nullable ByteBuffer behind) {
        if (behind != null) {
            unread(behind);
        }
        open();
    }
    // [open]

    // [read]
    @Override
    protected int fill(ByteBuffer buffer) throws IOException {
        return socket.channel().read(buffer);
    }

    @Override
    protected boolean isDrainedByShortRead() {
        return true;
    }

    @Override
    protected void awaitBytes() {
        socket.want(SelectionKey.OP_READ, true);
    }

    @Override
    public void onReadable() {
        if (isInterested()) {
            readable();
        } else {
            // The engine has paused. Level-triggered, the selector would tell for ever.
            socket.want(SelectionKey.OP_READ, false);
        }
    }
    // [read]

    // [write]
    @Override
    protected boolean send(ByteBuffer frames) throws IOException {
        socket.channel().write(frames);
        if (frames.hasRemaining()) {
            socket.want(SelectionKey.OP_WRITE, true);
            return false;
        }
        return true;
    }

    @Override
    public void onWritable() {
        socket.want(SelectionKey.OP_WRITE, false);
        if (isFull()) {
            writable();
        }
    }
    // [write]

    // [end]
    @Override
    protected void shutdownOutput() {
        socket.guarded(socket.channel()::shutdownOutput);
    }

    @Override
    protected void close(@Nullable Throwable cause) {
        socket.close();
    }

    @Override
    public void onGone() {
        // Whoever closes may be within a call of the engine's, which must have returned before it is told.
        if (!socket.loop().later(this::closed)) {
            closed();
        }
    }

    @Override
    protected Runnable after(Duration delay, Runnable task) {
        late = task;
        socket.setDeadline(delay);
        return socket::clearDeadline;
    }

    @Override
    public void onDeadline() {
        if (late != null) {
            late.run();
        }
    }
    // [end]
}
