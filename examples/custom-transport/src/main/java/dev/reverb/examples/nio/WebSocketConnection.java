package dev.reverb.examples.nio;

import dev.reverb.spi.transport.ConnectionHandler;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.RawConnection;
import dev.reverb.spi.transport.ServerEndpoint;
import dev.reverb.spi.websocket.FrameReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/** A socket behind its {@code 101}: frames in both directions. Holds no buffer while it is idle. */
final class WebSocketConnection extends SocketHandler implements RawConnection {

    private final FrameReader reader = new FrameReader();
    private @Nullable ConnectionHandler handler;

    /** What had been read when the engine paused, or came right behind the handshake. */
    private @Nullable ByteBuffer unread;

    /** Nothing is written or delivered any more. */
    private boolean ended;

    WebSocketConnection(EventLoop loop, SelectionKey key) {
        super(loop, key);
    }

    // [open]
    /** Lets the engine take over, and reads on where the handshake ended. */
    void open(ServerEndpoint endpoint, HttpRequest request, @Nullable ByteBuffer behind) {
        // The engine may call any method of this connection already.
        ConnectionHandler engine = endpoint.connect(request, this);
        handler = engine;
        reader.start(engine);
        unread = behind;
        readOn();
    }
    // [open]

    @Override
    public Lane lane() {
        return loop;
    }

    // [read]
    @Override
    void onReadable() throws IOException {
        if (unread != null) {
            // First what waits already.
            return;
        }
        ByteBuffer bytes = read();
        if (bytes == null) {
            gone();
        } else {
            deliver(bytes);
        }
    }

    private void deliver(ByteBuffer bytes) {
        reader.read(bytes);
        // Only where the engine has paused something is left.
        unread = ended ? null : copyOf(bytes);
    }

    @Override
    public void setMaxMessageSize(int bytes) {
        reader.setMaxMessageSize(bytes);
    }

    @Override
    public void pauseReading() {
        reader.pause();
        want(SelectionKey.OP_READ, false);
    }

    @Override
    public void resumeReading() {
        if (reader.isPaused()) {
            reader.resume();
            loop.execute(() -> guarded(this::readOn));
        }
    }

    private void readOn() {
        ByteBuffer bytes = unread;
        if (bytes != null && !reader.isPaused()) {
            deliver(bytes);
        }
        want(SelectionKey.OP_READ, !reader.isPaused() && !ended);
    }
    // [read]

    // [write]
    @Override
    public boolean write(ByteBuffer frames) {
        if (!ended) {
            try {
                channel.write(frames);
            } catch (IOException gone) {
                end();
                loop.execute(this::gone);
            }
        }
        if (ended) {
            frames.position(frames.limit());
        } else if (frames.hasRemaining()) {
            want(SelectionKey.OP_WRITE, true);
            return false;
        }
        return true;
    }

    @Override
    void onWritable() {
        want(SelectionKey.OP_WRITE, false);
        if (handler != null && !ended) {
            handler.onWritable();
        }
    }
    // [write]

    // [end]
    @Override
    public void disconnect() {
        if (!ended) {
            end();
            loop.execute(() -> {
                tell();
                Lingering.begin(loop, key);
            });
        }
    }

    @Override
    void onGone() {
        end();
        tell();
    }

    private void end() {
        ended = true;
        unread = null;
        reader.stop();
        want(SelectionKey.OP_READ | SelectionKey.OP_WRITE, false);
    }

    /** Tells the engine, exactly once. */
    private void tell() {
        ConnectionHandler told = handler;
        handler = null;
        if (told != null) {
            told.onDisconnect();
        }
    }
    // [end]
}
