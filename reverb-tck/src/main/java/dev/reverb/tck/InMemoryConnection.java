package dev.reverb.tck;

import dev.reverb.spi.transport.ConnectionHandler;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.ServerEndpoint;
import dev.reverb.spi.transport.TransportConnection;
import dev.reverb.spi.websocket.FrameReader;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of an {@link InMemoryClient}: what both framings have in common. Everything happens on the lane; what
 * a client does on other threads comes there as a task.
 */
abstract class InMemoryConnection {

    private final InMemoryTransport transport;
    private final ManualLane lane;
    private final InMemoryClient client;
    private final Queue<ByteBuffer> arrived = new ConcurrentLinkedQueue<>();
    private @Nullable ConnectionHandler handler;
    private @Nullable FrameReader reader;
    private int maxMessageSize = TransportConnection.INITIAL_MAX_MESSAGE_SIZE;
    private volatile boolean paused;
    private boolean ended;
    private volatile long room = Long.MAX_VALUE;
    private volatile boolean held;
    private boolean writeUnfinished;
    private boolean compressed;

    InMemoryConnection(InMemoryTransport transport, ManualLane lane, InMemoryClient client) {
        this.transport = transport;
        this.lane = lane;
        this.client = client;
    }

    /** The same object as the engine sees it. */
    abstract TransportConnection engineSide();

    /** Which extensions the upgrade is answered with; none, unless the frames are ours. */
    @Nullable
    String negotiate(ServerEndpoint endpoint, HttpRequest request) {
        return null;
    }

    /** Passes on what it has kept of the last write; returns whether the engine may write again. */
    abstract boolean flush();

    final void upgrade(ServerEndpoint endpoint, HttpRequest request) {
        HttpResponse refusal = endpoint.refuseUpgrade(request);
        if (refusal != null) {
            ended = true;
            client.refused(refusal);
            transport.gone(this);
            return;
        }
        String extensions = negotiate(endpoint, request);
        compressed = extensions != null;
        if (extensions != null) {
            client.negotiated(extensions);
        }
        ConnectionHandler engine = endpoint.connect(request, engineSide());
        handler = engine;
        FrameReader frames = new FrameReader(engine);
        frames.setMaxMessageSize(maxMessageSize);
        frames.setCompression(compressed);
        reader = frames;
        if (paused) {
            frames.pause();
        }
        read();
    }

    // From the client, on any thread.

    final void arrive(byte[] bytes) {
        arrived.add(ByteBuffer.wrap(bytes));
        post(this::read);
    }

    /** Ends the connection from below: the client has vanished, or the transport stops. */
    final void abort() {
        post(this::end);
    }

    final void setRoom(long bytes) {
        room = bytes;
        held = false;
        post(this::finishWrite);
    }

    final void hold() {
        held = true;
    }

    final boolean isPaused() {
        return paused;
    }

    private void post(Runnable task) {
        try {
            lane.execute(task);
        } catch (RejectedExecutionException laneHasEnded) {
            // The server has stopped: what a client does now concerns nobody.
            arrived.clear();
        }
    }

    // On the lane.

    private void read() {
        FrameReader frames = reader;
        while (frames != null && !ended && !paused && !arrived.isEmpty()) {
            ByteBuffer bytes = arrived.element();
            guarded(() -> frames.read(bytes));
            if (!bytes.hasRemaining()) {
                arrived.poll();
            }
        }
    }

    private void finishWrite() {
        if (writeUnfinished && !ended && !held && flush()) {
            writeUnfinished = false;
            guarded(() -> handler().onWritable());
        }
    }

    private void end() {
        if (!ended) {
            ended = true;
            stopReading();
            disconnected();
        }
    }

    private void stopReading() {
        arrived.clear();
        if (reader != null) {
            reader.stop();
        }
    }

    private void disconnected() {
        client.disconnected();
        transport.gone(this);
        if (handler != null) {
            guarded(() -> handler().onDisconnect());
        }
    }

    private void guarded(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException thrown) {
            transport.violation("A connection's handler threw " + thrown);
            throw thrown;
        }
    }

    private ConnectionHandler handler() {
        ConnectionHandler known = handler;
        if (known == null) {
            throw new IllegalStateException("Not connected yet");
        }
        return known;
    }

    // From the engine: the methods of TransportConnection.

    public final Lane lane() {
        return lane;
    }

    public final boolean isCompressed() {
        return compressed;
    }

    public final void pauseReading() {
        onLane("pauseReading");
        paused = true;
        if (reader != null) {
            reader.pause();
        }
    }

    public final void resumeReading() {
        onLane("resumeReading");
        paused = false;
        if (reader != null) {
            reader.resume();
        }
        post(this::read);
    }

    public final void setMaxMessageSize(int bytes) {
        onLane("setMaxMessageSize");
        maxMessageSize = bytes;
        if (reader != null) {
            reader.setMaxMessageSize(bytes);
        }
    }

    public final void disconnect() {
        onLane("disconnect");
        if (!ended) {
            ended = true;
            stopReading();
            post(this::disconnected);
        }
    }

    // For the two framings.

    final boolean isEnded() {
        return ended;
    }

    /** Checks that the engine may write, and says so where it may not. */
    final void beginWrite(String method) {
        onLane(method);
        if (writeUnfinished && !ended) {
            throw transport.violation(method + " was called before onWritable");
        }
    }

    /** Remembers that the engine is to be told when there is room. */
    final void leaveWriteUnfinished() {
        writeUnfinished = true;
    }

    final boolean hasRoom() {
        return room > 0;
    }

    final boolean isHeld() {
        return held;
    }

    /** Passes on as many bytes as the client takes now. */
    final void pass(ByteBuffer bytes) {
        long before = room;
        int count = (int) Math.min(before, bytes.remaining());
        ByteBuffer taken = bytes.slice(bytes.position(), count);
        bytes.position(bytes.position() + count);
        if (before != Long.MAX_VALUE) {
            room = before - count;
        }
        try {
            client.accept(taken);
        } catch (AssertionError broken) {
            // The engine takes this for a failure of the transport and lives on: it must not go unseen.
            transport.violation(String.valueOf(broken.getMessage()));
            throw broken;
        }
    }

    /** Finishes what is sent at once, on the next turn: the engine must not be told within its own call. */
    final void finishWriteLater() {
        post(this::finishWrite);
    }

    private void onLane(String method) {
        if (!lane.inLane()) {
            throw transport.violation(method + " was called off the connection's lane");
        }
    }
}
