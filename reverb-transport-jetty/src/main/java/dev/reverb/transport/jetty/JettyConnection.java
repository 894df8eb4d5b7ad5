package dev.reverb.transport.jetty;

import dev.reverb.spi.transport.ConnectionHandler;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.ServerEndpoint;
import dev.reverb.spi.websocket.FrameReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket connection on an endpoint of Jetty's that has been upgraded. What Jetty calls ({@code Connection}) may come on
 * any thread and goes to the lane first; everything else happens there.
 *
 * <p>Kept small and flat, since most connections are idle and all are gone through by each fan-out: no buffer of its own,
 * no timer, two objects beside the endpoint's.
 *
 * <p>After {@link #disconnect} a connection lingers for up to a second: its output is shut and what still arrives is
 * thrown away until the peer has closed too. Closed at once, with bytes unread, the system would reset it, and the peer
 * might lose the frames that were sent last, such as the Close that tells why.
 */
final class JettyConnection extends WritingConnection implements Connection.UpgradeTo {

    private static final Logger LOG = LoggerFactory.getLogger(JettyConnection.class);

    /** How long a connection waits for its peer to close, in milliseconds. */
    private static final int LINGER = 1_000;

    /** How many buffers one connection may read before others have their turn. */
    private static final int READS_PER_TURN = 4;

    private final Scheduler scheduler;
    private final FillCallback fillCallback = new FillCallback();
    private @Nullable Opening opening;
    private @Nullable ConnectionHandler handler;
    private @Nullable FrameReader reader;
    private int maxMessageSize = INITIAL_MAX_MESSAGE_SIZE;

    /** Bytes that came with the upgrade request, or were read before a pause. */
    private @Nullable ByteBuffer unread;

    private Scheduler.@Nullable Task lingering;

    /** Neighbours in the lane's list. */
    @Nullable
    JettyConnection previous;

    @Nullable
    JettyConnection next;

    private boolean paused;

    /** Jetty will call when bytes have arrived. */
    private boolean interested;

    private boolean closed;

    /** What is needed once, to take over the connection. */
    private record Opening(ServerEndpoint endpoint, HttpRequest request) {}

    JettyConnection(
            EndPoint endPoint, ConnectionLane lane, Scheduler scheduler, ServerEndpoint endpoint, HttpRequest request) {
        super(endPoint, lane);
        this.scheduler = scheduler;
        this.opening = new Opening(endpoint, request);
    }

    // ---- what Jetty calls, on any thread ----

    @Override
    public void onUpgradeTo(ByteBuffer buffer) {
        unread = buffer;
    }

    @Override
    public void onOpen() {
        // Idleness is the engine's to judge.
        endPoint.setIdleTimeout(0);
        lane.run(this::open);
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        lane.run(this::onClosed);
    }

    /** Bytes have arrived, or never will. */
    private final class FillCallback implements Callback, Runnable {

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }

        @Override
        public void succeeded() {
            lane.run(this);
        }

        @Override
        public void run() {
            interested = false;
            read();
        }

        @Override
        public void failed(Throwable cause) {
            endPoint.close(cause);
        }
    }

    // ---- opening and reading, on the lane ----

    private void open() {
        Opening taken = opening;
        opening = null;
        if (closed || taken == null) {
            return;
        }
        if (!lane.add(this)) {
            endPoint.close();
            return;
        }
        try {
            ConnectionHandler connected = taken.endpoint().connect(taken.request(), this);
            handler = connected;
            FrameReader fresh = new FrameReader(connected);
            fresh.setMaxMessageSize(maxMessageSize);
            reader = fresh;
            if (paused) {
                fresh.pause();
            }
            if (ended) {
                fresh.stop();
            }
        } catch (RuntimeException broken) {
            fail(broken);
            return;
        }
        read();
    }

    /** Delivers what there is, until nothing is left or the engine pauses. */
    private void read() {
        FrameReader frames = reader;
        if (interested || closed || frames == null) {
            return;
        }
        try {
            if (!readUnread(frames)) {
                return;
            }
            for (int i = 0; i < READS_PER_TURN; i++) {
                if (isPaused() || closed) {
                    return;
                }
                ByteBuffer input = lane.input();
                int filled = endPoint.fill(input);
                if (filled < 0) {
                    onEnd();
                    return;
                }
                frames.read(input);
                keep(input);
                if (filled == 0 || isDrained(filled, input)) {
                    awaitBytes();
                    return;
                }
            }
            lane.later(this::read);
        } catch (IOException broken) {
            endPoint.close(broken);
        } catch (RuntimeException broken) {
            fail(broken);
        }
    }

    /** The engine threw, which it promises not to: its connection goes, the others stay. */
    private void fail(RuntimeException broken) {
        LOG.error("The engine failed on a connection", broken);
        end();
        endPoint.close(broken);
    }

    /** Delivers what was read before, and returns whether that is all gone. */
    private boolean readUnread(FrameReader frames) {
        ByteBuffer kept = unread;
        if (kept == null) {
            return true;
        }
        frames.read(kept);
        if (kept.hasRemaining()) {
            return false;
        }
        unread = null;
        return true;
    }

    private void keep(ByteBuffer input) {
        if (input.hasRemaining()) {
            ByteBuffer copy = ByteBuffer.allocate(input.remaining());
            unread = copy.put(input).flip();
        }
    }

    /** Whether a read that did not fill the buffer has emptied the socket. TLS may hold more of it back. */
    private boolean isDrained(int filled, ByteBuffer input) {
        return filled < input.capacity() && isPlain();
    }

    private void awaitBytes() {
        if (!isPaused() && !closed) {
            interested = true;
            endPoint.fillInterested(fillCallback);
        }
    }

    private boolean isPaused() {
        return paused && !ended;
    }

    /** The peer sends nothing more: without a closing handshake it is gone, with one it is done. */
    private void onEnd() {
        tellEnd();
        endPoint.close();
    }

    // ---- the end, on the lane ----

    private void onClosed() {
        closed = true;
        opening = null;
        if (lingering != null) {
            lingering.cancel();
            lingering = null;
        }
        tellEnd();
    }

    /** Tells the engine, once. */
    private void tellEnd() {
        end();
        lane.remove(this);
        ConnectionHandler told = handler;
        handler = null;
        if (told != null) {
            told.onDisconnect();
        }
    }

    @Override
    void end() {
        super.end();
        unread = null;
        if (reader != null) {
            reader.stop();
        }
    }

    /** Ends the connection without lingering, for a transport that stops. */
    void abort() {
        tellEnd();
        endPoint.close();
    }

    @Override
    public void disconnect() {
        if (ended) {
            return;
        }
        end();
        lingering = scheduler.schedule(endPoint::close, LINGER, TimeUnit.MILLISECONDS);
        lane.later(this::linger);
    }

    private void linger() {
        tellEnd();
        shutdownOutput();
        read();
    }

    // ---- the engine's calls, on the lane ----

    @Override
    public void setMaxMessageSize(int bytes) {
        maxMessageSize = bytes;
        if (reader != null) {
            reader.setMaxMessageSize(bytes);
        }
    }

    @Override
    public void pauseReading() {
        paused = true;
        if (reader != null) {
            reader.pause();
        }
    }

    @Override
    public void resumeReading() {
        if (!paused) {
            return;
        }
        paused = false;
        if (reader != null) {
            reader.resume();
            lane.later(this::read);
        }
    }

    @Override
    void onWritable() {
        if (handler != null) {
            handler.onWritable();
        }
    }
}
