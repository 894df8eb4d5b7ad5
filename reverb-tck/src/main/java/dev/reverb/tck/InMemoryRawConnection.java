package dev.reverb.tck;

import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.RawConnection;
import dev.reverb.spi.transport.ServerEndpoint;
import dev.reverb.spi.transport.TransportConnection;
import dev.reverb.spi.websocket.WebSocketHandshake;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Takes bytes, as many as the client has room for. */
final class InMemoryRawConnection extends InMemoryConnection implements RawConnection {

    InMemoryRawConnection(InMemoryTransport transport, ManualLane lane, InMemoryClient client) {
        super(transport, lane, client);
    }

    @Override
    TransportConnection engineSide() {
        return this;
    }

    @Override
    @Nullable
    String negotiate(ServerEndpoint endpoint, HttpRequest request) {
        return WebSocketHandshake.extensions(request, endpoint);
    }

    @Override
    public boolean write(ByteBuffer frames) {
        beginWrite("write");
        if (isEnded()) {
            frames.position(frames.limit());
            return true;
        }
        pass(frames);
        if (frames.hasRemaining() || isHeld()) {
            leaveWriteUnfinished();
            return false;
        }
        return true;
    }

    @Override
    boolean flush() {
        // What the client had no room for has stayed in the engine's buffer.
        return hasRoom();
    }
}
