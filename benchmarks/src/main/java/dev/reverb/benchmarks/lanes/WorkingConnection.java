package dev.reverb.benchmarks.lanes;

import dev.reverb.spi.transport.ConnectionHandler;
import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.RawConnection;
import dev.reverb.spi.websocket.EncodedFrame;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose every write keeps the processor busy for a while and then has taken everything. Its client answers a Close
 * frame.
 */
final class WorkingConnection implements RawConnection {

    private final FakeTransport transport;
    private final int lane;
    private final int work;
    private @Nullable ConnectionHandler handler;
    private int sink;

    /** @param work how many steps a write takes */
    WorkingConnection(FakeTransport transport, int lane, int work) {
        this.transport = transport;
        this.lane = lane;
        this.work = work;
    }

    /** The engine's side. */
    void open(ConnectionHandler connected) {
        handler = connected;
    }

    @Override
    public boolean write(ByteBuffer frames) {
        byte head = frames.get(frames.position());
        sink = spin(head, work);
        if ((head & 0xF) == EncodedFrame.CLOSE) {
            lane().execute(() -> Objects.requireNonNull(handler).onClose(1_000));
        }
        int bytes = frames.remaining();
        frames.position(frames.limit());
        transport.delivered(lane, bytes);
        return true;
    }

    /** So many steps of a xorshift generator, each waiting for the one before, which no compiler makes fewer. */
    static int spin(int from, int steps) {
        int value = from | 1;
        for (int i = 0; i < steps; i++) {
            value ^= value << 13;
            value ^= value >>> 17;
            value ^= value << 5;
        }
        return value;
    }

    @Override
    public Lane lane() {
        return transport.lane(lane);
    }

    @Override
    public void pauseReading() {}

    @Override
    public void resumeReading() {}

    @Override
    public void setMaxMessageSize(int bytes) {}

    @Override
    public void disconnect() {
        lane().execute(() -> Objects.requireNonNull(handler).onDisconnect());
    }

    @Override
    public String toString() {
        return "WorkingConnection[" + sink + "]";
    }
}
