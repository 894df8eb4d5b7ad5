package dev.reverb.tck;

import dev.reverb.spi.transport.MessageConnection;
import dev.reverb.spi.transport.TransportConnection;
import dev.reverb.spi.websocket.EncodedFrame;
import java.nio.ByteBuffer;

/** Takes one frame, and says when the client has it. */
final class InMemoryMessageConnection extends InMemoryConnection implements MessageConnection {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private ByteBuffer sending = NOTHING;

    InMemoryMessageConnection(InMemoryTransport transport, ManualLane lane, InMemoryClient client) {
        super(transport, lane, client);
    }

    @Override
    TransportConnection engineSide() {
        return this;
    }

    @Override
    public void send(EncodedFrame frame) {
        beginWrite("send");
        if (!isEnded()) {
            sending = frame.wire();
            leaveWriteUnfinished();
            flush();
            finishWriteLater();
        }
    }

    @Override
    boolean flush() {
        pass(sending);
        return !sending.hasRemaining();
    }
}
