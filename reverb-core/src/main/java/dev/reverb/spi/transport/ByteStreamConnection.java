package dev.reverb.spi.transport;

import dev.reverb.spi.websocket.FrameReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket over a stream of bytes whose server has done the handshake: what every raw transport's connections do alike.
 * A transport's author adds how bytes are read, written and waited for.
 *
 * <pre>
 *   open ── {@link #fill} ── {@link FrameReader} ── {@link ConnectionHandler}
 *             │ nothing left
 *           {@link #awaitBytes} ── readable ── {@link #fill} ...
 * </pre>
 *
 * <p>Kept small and flat, since most connections are idle and all are gone through by each fan-out: no buffer of its own,
 * no timer. Everything is called on the lane.
 *
 * <p>After {@link #disconnect} a connection lingers for up to a second: its output is shut and what still arrives is
 * thrown away until the peer has closed too. Closed at once, with bytes unread, the system would reset it, and the peer
 * might lose the frames that were sent last, such as the Close that tells why. A peer on a plain socket that has sent its own Close
 * sends nothing behind it (RFC 6455 section 5.5.1), so there is nothing to linger for.
 */
public abstract class ByteStreamConnection implements RawConnection {

    private static final Logger LOG = LoggerFactory.getLogger(ByteStreamConnection.class);

    /** How long a connection waits for its peer to close. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    /** How many buffers one connection may read before others have their turn. */
    private static final int READS_PER_TURN = 4;

    private final ConnectionLane lane;
    private @Nullable Opening opening;
    private @Nullable ConnectionHandler handler;
    private final FrameReader reader = new FrameReader();

    /** Bytes that came with the upgrade request, or were read before a pause. */
    private @Nullable ByteBuffer unread;

    /** Neighbours in the lane's list. */
    @Nullable
    ByteStreamConnection previous;

    @Nullable
    ByteStreamConnection next;

    /** The transport will call when bytes have arrived. */
    private boolean interested;

    /** A write was refused, and the transport will call when there is room. */
    private boolean full;

    /** Nothing is written or read any more, and nothing told but {@code onDisconnect}. */
    private boolean ended;

    private boolean closed;

    /** What is needed once, to take over the connection. */
    private static final class Opening {
        final ServerEndpoint endpoint;
        final HttpRequest request;

        /** What goes out before the first frame. */
        @Nullable
        ByteBuffer unwritten;

        Opening(ServerEndpoint endpoint, HttpRequest request) {
            this.endpoint = endpoint;
            this.request = request;
        }
    }

    /**
     * A connection that is not open yet. Any thread.
     *
     * @param lane where it belongs
     * @param endpoint the engine's side
     * @param request the upgrade request; used until {@link #open}
     */
    protected ByteStreamConnection(ConnectionLane lane, ServerEndpoint endpoint, HttpRequest request) {
        this.lane = lane;
        this.opening = new Opening(endpoint, request);
    }

    // ---- what a transport adds ----

    /**
     * Reads what has arrived.
     *
     * @param buffer where to; its position is advanced
     * @return how many bytes were read, 0 where there are none now, -1 where there never will be
     * @throws IOException where the connection is broken
     */
    protected abstract int fill(ByteBuffer buffer) throws IOException;

    /**
     * Whether a {@link #fill} that left room in the buffer has taken all, so that another would be in vain.
     *
     * @return true for plain sockets; false where something like TLS may hold bytes back
     */
    protected abstract boolean isDrainedByShortRead();

    /** Asks for one {@link #readable} when bytes or the end have arrived. */
    protected abstract void awaitBytes();

    /**
     * Writes what can be written now.
     *
     * @param frames as for {@link #write}
     * @return false where {@link #writable} is to be waited for
     * @throws IOException where the connection is broken
     */
    protected abstract boolean send(ByteBuffer frames) throws IOException;

    /** Sends the end of the stream behind what has been written, as soon as that can be. */
    protected abstract void shutdownOutput();

    /**
     * Closes at once, both ways. {@link #closed} follows, on a later turn.
     *
     * @param cause why, or null where nothing is wrong
     */
    protected abstract void close(@Nullable Throwable cause);

    /**
     * Has a task run once, on any thread.
     *
     * @param delay how long from now
     * @param task what to run
     * @return what calls it off
     */
    protected abstract Runnable after(Duration delay, Runnable task);

    // ---- what a transport calls, on the lane ----

    /**
     * Keeps bytes that the server had read already.
     *
     * @param bytes to be read first; belong to the connection from now on, and have an array
     */
    protected final void unread(ByteBuffer bytes) {
        unread = bytes;
    }

    /**
     * Keeps the answer to the handshake, so that it goes out in one piece with the first frame, or without one when the engine
     * has taken over. To be called before {@link #open}.
     *
     * @param bytes to be written first; belong to the connection from now on
     */
    protected final void unwritten(ByteBuffer bytes) {
        if (opening != null) {
            opening.unwritten = bytes;
        }
    }

    /**
     * Says what the handshake was answered with. To be called before {@link #open}, or not at all.
     *
     * @param extensions what {@link dev.reverb.spi.websocket.WebSocketHandshake#extensions} gave
     */
    protected final void negotiated(@Nullable String extensions) {
        reader.setCompression(extensions != null);
    }

    /** Hands the connection to the engine and begins to read. */
    protected final void open() {
        Opening taken = opening;
        if (closed || taken == null) {
            return;
        }
        if (!lane.add(this)) {
            opening = null;
            close(null);
            return;
        }
        try {
            ConnectionHandler connected = taken.endpoint.connect(taken.request, this);
            handler = connected;
            reader.start(connected);
            if (!full) {
                full = !sendUnwritten();
            }
        } catch (IOException broken) {
            end();
            close(broken);
            return;
        } catch (RuntimeException broken) {
            fail(broken);
            return;
        }
        read();
    }

    /** Writes what goes out before the first frame, and returns whether it is out. */
    private boolean sendUnwritten() throws IOException {
        ByteBuffer first = opening == null ? null : opening.unwritten;
        if (first != null && !closed && !send(first)) {
            return false;
        }
        opening = null;
        return true;
    }

    /** Writes the first frames together with what goes out before them. */
    private boolean sendBehind(ByteBuffer first, ByteBuffer frames) throws IOException {
        int ahead = first.remaining();
        ByteBuffer joint = ByteBuffer.allocate(ahead + frames.remaining());
        joint.put(first).put(frames.duplicate()).flip();
        boolean all = send(joint);
        first.position(first.limit() - Math.max(0, ahead - joint.position()));
        frames.position(frames.position() + Math.max(0, joint.position() - ahead));
        if (!first.hasRemaining()) {
            opening = null;
        }
        return all;
    }

    /** Bytes have arrived, or never will. Follows {@link #awaitBytes}. */
    protected final void readable() {
        interested = false;
        read();
    }

    /** There is room for more. Follows a {@link #send} that returned false. */
    protected final void writable() {
        try {
            full = !sendUnwritten();
        } catch (IOException broken) {
            end();
            close(broken);
            return;
        }
        if (full) {
            return;
        }
        if (ended) {
            shutdownOutput();
        } else if (handler != null) {
            handler.onWritable();
        }
    }

    /** The server's connection is gone. Tells the engine, so not to be called within {@link #send}. */
    protected final void closed() {
        closed = true;
        opening = null;
        lane.endLinger(this);
        tellEnd();
    }

    /**
     * Whether {@link #readable} is being waited for.
     *
     * @return true behind {@link #awaitBytes}
     */
    protected final boolean isInterested() {
        return interested;
    }

    /**
     * Whether {@link #writable} is being waited for.
     *
     * @return true behind a {@link #send} that returned false
     */
    protected final boolean isFull() {
        return full;
    }

    /**
     * The lane and what its connections share.
     *
     * @return the same one every time
     */
    protected final ConnectionLane connectionLane() {
        return lane;
    }

    // ---- reading ----

    /** Delivers what there is, until nothing is left or the engine pauses. */
    private void read() {
        if (interested || closed) {
            return;
        }
        try {
            if (!readUnread()) {
                return;
            }
            for (int i = 0; i < READS_PER_TURN; i++) {
                if (isPaused() || closed) {
                    return;
                }
                ByteBuffer input = lane.input();
                int filled = fill(input);
                if (filled < 0) {
                    onEnd();
                    return;
                }
                boolean drained = filled == 0 || input.hasRemaining() && isDrainedByShortRead();
                reader.read(input.flip());
                keepRest(input);
                if (drained) {
                    awaitMore();
                    return;
                }
            }
            lane.later(this::read);
        } catch (IOException broken) {
            close(broken);
        } catch (RuntimeException broken) {
            fail(broken);
        }
    }

    /** The engine threw, which it promises not to: its connection goes, the others stay. */
    private void fail(RuntimeException broken) {
        LOG.error("The engine failed on a connection", broken);
        end();
        close(broken);
    }

    /** Delivers what was read before, and returns whether that is all gone. */
    private boolean readUnread() {
        ByteBuffer kept = unread;
        if (kept == null) {
            return true;
        }
        reader.read(kept);
        if (kept.hasRemaining()) {
            return false;
        }
        unread = null;
        return true;
    }

    private void keepRest(ByteBuffer input) {
        if (input.hasRemaining()) {
            ByteBuffer copy = ByteBuffer.allocate(input.remaining());
            unread = copy.put(input).flip();
        }
    }

    private void awaitMore() {
        if (!isPaused() && !closed) {
            interested = true;
            awaitBytes();
        }
    }

    private boolean isPaused() {
        return reader.isPaused() && !ended;
    }

    // ---- the end ----

    /** The peer sends nothing more: without a closing handshake it is gone, with one it is done. */
    private void onEnd() {
        tellEnd();
        close(null);
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

    private void end() {
        ended = true;
        unread = null;
        reader.stop();
    }

    /** Ends the connection without lingering, for a transport that stops. */
    final void abort() {
        tellEnd();
        close(null);
    }

    private void linger() {
        tellEnd();
        if (!full) {
            shutdownOutput();
        }
        read();
    }

    // ---- the engine's calls ----

    @Override
    public final Lane lane() {
        return lane.lane();
    }

    @Override
    public final boolean write(ByteBuffer frames) {
        if (ended) {
            frames.position(frames.limit());
            return true;
        }
        if (full) {
            throw new IllegalStateException("Nothing may be written before onWritable");
        }
        try {
            ByteBuffer first = opening == null ? null : opening.unwritten;
            full = !(first == null ? send(frames) : sendBehind(first, frames));
            return !full;
        } catch (IOException broken) {
            end();
            close(broken);
            frames.position(frames.limit());
            return true;
        }
    }

    @Override
    public final boolean isCompressed() {
        return reader.hasCompression();
    }

    @Override
    public final void setMaxMessageSize(int bytes) {
        reader.setMaxMessageSize(bytes);
    }

    @Override
    public final void pauseReading() {
        reader.pause();
    }

    @Override
    public final void resumeReading() {
        if (reader.isPaused()) {
            reader.resume();
            lane.later(this::read);
        }
    }

    @Override
    public final void disconnect() {
        if (ended) {
            return;
        }
        boolean over = reader.isClosed() && isDrainedByShortRead() && !full;
        end();
        if (over) {
            lane.later(() -> close(null));
        } else {
            lane.linger(this, after(LINGER, () -> close(null)));
            lane.later(this::linger);
        }
    }
}
