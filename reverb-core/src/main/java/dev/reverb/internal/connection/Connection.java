package dev.reverb.internal.connection;

import dev.reverb.application.Application;
import dev.reverb.channel.SocketId;
import dev.reverb.event.ClosedBy;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.transport.ConnectionHandler;
import dev.reverb.spi.transport.MessageConnection;
import dev.reverb.spi.transport.RawConnection;
import dev.reverb.spi.transport.TransportConnection;
import dev.reverb.spi.websocket.EncodedFrame;
import dev.reverb.spi.websocket.MessageInflater;
import dev.reverb.spi.websocket.Utf8;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection, between its transport and the protocol.
 *
 * <p>Frames go straight to the transport while it takes them; the rest waits in an {@link OutboundQueue}. When more than the
 * application's {@code max_outbound_bytes} waits before a frame, the client is a slow consumer: the frame in flight is
 * kept, the rest dropped, a Close 4100 appended. Nothing follows a Close frame. Everything happens on the connection's lane.
 */
public final class Connection implements ConnectionHandler {

    /** How long the peer may take to answer a Close frame, in seconds. */
    public static final int CLOSE_TIMEOUT = 5;

    /** What stands for the code where there was no Close frame (RFC 6455 section 7.4.1). */
    private static final int LOST = 1006;

    /** Traffic as {@code --debug} shows it. */
    public static final Logger TRAFFIC = LoggerFactory.getLogger("dev.reverb.traffic");

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private enum State {
        OPEN,
        /** A Close frame has been sent or queued. */
        CLOSING,
        /** Nothing more is to come from the peer: what waits goes out, then the transport is closed. */
        FINISHING,
        DISCONNECTED
    }

    private final LaneWorker worker;
    private final TransportConnection transport;
    private final int socketHigh;
    private final int socketLow;
    private ConnectionListener listener = NoListener.INSTANCE;
    private @Nullable OutboundQueue outbound;
    private State state = State.OPEN;
    private boolean writable = true;
    private boolean usesControlFrames;

    /** The client takes compressed frames, and its application has them made. */
    private boolean compressed;

    /** While open: the client has been silent, was asked whether it is there, and has not answered. */
    private boolean pinged;

    /** In seconds: while open, since when the client has been silent, or what {@link #pinged} says; then, until when it may close. */
    private int time;

    /** Makes a connection and enters it in its lane's table; null where the socket id is taken. On the lane. */
    public static @Nullable Connection enter(LaneWorker worker, TransportConnection transport, SocketId socketId) {
        Connection connection = new Connection(worker, transport, socketId);
        return worker.connections().add(connection) ? connection : null;
    }

    private Connection(LaneWorker worker, TransportConnection transport, SocketId socketId) {
        this.worker = worker;
        this.transport = transport;
        this.socketHigh = socketId.high();
        this.socketLow = socketId.low();
        this.time = worker.now();
    }

    /** Hands the connection to the protocol, as a client of an application. */
    public void attach(ConnectionListener newListener) {
        listener = newListener;
        Application application = newListener.application();
        compressed = application != null
                && application.hasCompression()
                && transport instanceof RawConnection raw
                && raw.isCompressed();
    }

    private MetricsRecorder metrics() {
        return worker.metrics();
    }

    public LaneWorker worker() {
        return worker;
    }

    public TransportConnection transport() {
        return transport;
    }

    public ConnectionListener listener() {
        return listener;
    }

    public SocketId socketId() {
        return new SocketId(socketHigh, socketLow);
    }

    /** Both numbers of a socket id in one. */
    public static long key(SocketId socketId) {
        return (long) socketId.high() << 32 | socketId.low();
    }

    /** The socket id whose numbers these are. */
    public static SocketId socketId(long key) {
        return new SocketId((int) (key >>> 32), (int) key);
    }

    /** The socket id as one number. */
    public long socketKey() {
        return (long) socketHigh << 32 | socketLow;
    }

    public boolean isOpen() {
        return state == State.OPEN;
    }

    /** Whether the client has sent WebSocket pings or pongs itself, so that it knows what to do with one. */
    public boolean usesControlFrames() {
        return usesControlFrames;
    }

    // ---- sending ----

    /** Sends one frame as it is, now or when what waits before it is out. */
    public void send(EncodedFrame frame) {
        if (state == State.OPEN) {
            send(frame, frame);
        }
    }

    /** Sends one frame that others get too, in {@linkplain #sharedForm its form} for this connection. */
    public void sendShared(EncodedFrame frame) {
        if (state == State.OPEN) {
            send(frame, sharedForm(frame));
        }
    }

    /** Whether {@link #sharedForm} may be another than the frame itself. */
    public boolean isCompressed() {
        return compressed;
    }

    /**
     * The form in which this connection gets a frame that others get too: compressed, where the client takes that and the
     * application says that the frame is large enough. What is made for one client alone is not compressed, since that would cost
     * more than the fan-out of what it saves.
     */
    public EncodedFrame sharedForm(EncodedFrame frame) {
        Application application = compressed ? listener.application() : null;
        return application == null || frame.payloadSize() < application.compressionMinSize()
                ? frame
                : worker.compression().compressed(frame);
    }

    private void send(EncodedFrame frame, EncodedFrame form) {
        if (TRAFFIC.isDebugEnabled() && frame.opcode() == EncodedFrame.TEXT) {
            TRAFFIC.debug("{} <- {}", socketId(), frame.text());
        }
        countSent(frame, form);
        write(form);
    }

    private void write(EncodedFrame frame) {
        if (outbound != null || !writable) {
            enqueue(frame);
        } else if (transport instanceof RawConnection raw) {
            ByteBuffer bytes = worker.single(frame);
            if (!offer(raw, bytes)) {
                writable = false;
                if (bytes.hasRemaining()) {
                    queueBegun(frame, frame.size() - bytes.remaining());
                }
            }
        } else {
            hand((MessageConnection) transport, frame);
        }
    }

    /**
     * Sends the frames of a batch, which {@code joint} holds one behind the other, with one write where that is possible.
     * The caller counts and tells what is sent.
     */
    public void sendJoint(@Nullable ByteBuffer joint, EncodedFrame[] frames, int count) {
        if (state != State.OPEN) {
            return;
        }
        if (joint != null && writable && outbound == null && transport instanceof RawConnection raw) {
            joint.position(0);
            if (!offer(raw, joint)) {
                writable = false;
                queueRest(frames, count, joint.position());
            }
            return;
        }
        for (int i = 0; i < count && state == State.OPEN; i++) {
            write(frames[i]);
        }
    }

    /** Writes what the transport takes; whether it takes more. */
    private boolean offer(RawConnection raw, ByteBuffer bytes) {
        try {
            return raw.write(bytes);
        } catch (RuntimeException | Error broken) {
            bytes.position(bytes.limit());
            onBroken(broken);
            return false;
        }
    }

    private void hand(MessageConnection messages, EncodedFrame frame) {
        writable = false;
        try {
            messages.send(frame);
        } catch (RuntimeException | Error broken) {
            onBroken(broken);
        }
    }

    /**
     * Closes a connection whose transport throws, and nothing else: the lane that it is on and the fan-out that it is in go
     * on. Until its end is told, its frames wait.
     */
    private void onBroken(Throwable broken) {
        LOG.warn("The transport of {} failed; the connection is closed.", socketId(), broken);
        transport.disconnect();
    }

    private void queueRest(EncodedFrame[] frames, int count, int written) {
        int before = written;
        for (int i = 0; i < count && state == State.OPEN; i++) {
            if (before >= frames[i].size()) {
                before -= frames[i].size();
            } else if (before > 0) {
                queueBegun(frames[i], before);
                before = 0;
            } else {
                enqueue(frames[i]);
            }
        }
    }

    private OutboundQueue queue() {
        if (outbound == null) {
            outbound = new OutboundQueue();
        }
        return outbound;
    }

    private void queueBegun(EncodedFrame frame, int written) {
        queue().addBegun(frame, written);
        worker.addQueued(frame.size() - written);
    }

    private void enqueue(EncodedFrame frame) {
        Application application = listener.application();
        int limit = application == null ? Application.DEFAULT_MAX_OUTBOUND_BYTES : application.maxOutboundBytes();
        if (backlogBytes() > limit) {
            shutOut("Slow consumer", frame.size());
        } else {
            queue().add(frame);
            worker.addQueued(frame.size());
        }
    }

    long backlogBytes() {
        return outbound == null ? 0 : outbound.bytes();
    }

    /**
     * Closes a connection for which too much waits.
     *
     * @param refused how many bytes have been kept out already
     */
    void shutOut(String reason, int refused) {
        if (state != State.OPEN) {
            return;
        }
        long unbegun = queue().dropUnbegun();
        worker.addQueued(-unbegun);
        long dropped = unbegun + refused;
        Application application = listener.application();
        if (application != null) {
            metrics().slowConsumerClosed(application.id(), dropped);
            ConnectionEvents.slowConsumerClosed(this, application.id(), dropped);
        }
        TRAFFIC.debug("{} is a slow consumer; {} bytes dropped", socketId(), dropped);
        close(4100, reason);
    }

    /** In one form or the other. */
    private void countSent(EncodedFrame frame, EncodedFrame form) {
        Application application = listener.application();
        if (application != null) {
            metrics().messagesSent(application.id(), 1, form.size());
            ConnectionEvents.sent(this, application.id(), frame);
        }
    }

    // ---- closing ----

    /** Begins the closing handshake. Frames that come after this are ignored, both ways. */
    public void close(int code, String reason) {
        if (state == State.OPEN) {
            beginClosing(code, reason, ClosedBy.SERVER);
        }
    }

    private void beginClosing(int code, String reason, ClosedBy by) {
        state = State.CLOSING;
        time = worker.now() + CLOSE_TIMEOUT;
        writeClose(code, reason);
        listener.onClosed(code, reason, by);
    }

    private void writeClose(int code, String reason) {
        EncodedFrame frame = EncodedFrame.close(code, reason);
        if (outbound == null && writable) {
            write(frame);
        } else {
            queue().add(frame);
            worker.addQueued(frame.size());
            flush();
        }
    }

    private void finish() {
        state = State.FINISHING;
        time = worker.now() + CLOSE_TIMEOUT;
        disconnectWhenFlushed();
    }

    private void disconnectWhenFlushed() {
        if (state == State.FINISHING && writable && outbound == null) {
            transport.disconnect();
        }
    }

    // ---- what arrives ----

    @Override
    public void onText(byte[] utf8, int offset, int length) {
        if (state != State.OPEN) {
            return;
        }
        received(length);
        onMessage(utf8, offset, length);
    }

    /** So many bytes of a message came over the wire. */
    private void received(int bytes) {
        seen();
        Application application = listener.application();
        if (application != null) {
            metrics().messageReceived(application.id(), bytes);
        }
    }

    private void onMessage(byte[] utf8, int offset, int length) {
        Application application = listener.application();
        if (application != null) {
            ConnectionEvents.received(this, application.id(), utf8, offset, length);
        }
        listener.onText(utf8, offset, length);
    }

    @Override
    public void onCompressedText(byte[] deflated, int offset, int length) {
        if (state != State.OPEN) {
            return;
        }
        received(length);
        Application application = listener.application();
        int max = application == null ? TransportConnection.INITIAL_MAX_MESSAGE_SIZE : application.maxMessageSize();
        MessageInflater inflater = worker.compression().inflater();
        switch (inflater.inflate(deflated, offset, length, max)) {
            case TOO_LARGE -> onViolation(1009, "A message is larger than " + max + " bytes.");
            case MALFORMED -> onViolation(1007, "A message is not deflated data.");
            case WHOLE -> onInflated(inflater.bytes(), inflater.length());
        }
    }

    private void onInflated(byte[] utf8, int length) {
        if (Utf8.isValid(utf8, 0, length)) {
            onMessage(utf8, 0, length);
        } else {
            onViolation(1007, "A message is not UTF-8.");
        }
    }

    @Override
    public void onPing(byte[] payload, int offset, int length) {
        usesControlFrames = true;
        if (state == State.OPEN) {
            seen();
            write(EncodedFrame.pong(payload, offset, length));
        }
    }

    @Override
    public void onPong() {
        usesControlFrames = true;
        if (state == State.OPEN) {
            seen();
        }
    }

    /** While open. */
    private void seen() {
        time = worker.now();
        pinged = false;
    }

    @Override
    public void onClose(int code) {
        if (state == State.OPEN) {
            beginClosing(code, "", ClosedBy.CLIENT);
        }
        if (state == State.CLOSING) {
            finish();
        }
    }

    @Override
    public void onViolation(int closeCode, String reason) {
        // The peer's answer could not be read any more, so nobody waits for it (RFC 6455 section 7.1.7): browsers tell
        // the page of a Close only once the server has closed, or after two seconds.
        close(closeCode, reason);
        finish();
    }

    @Override
    public void onWritable() {
        writable = true;
        flush();
        disconnectWhenFlushed();
    }

    private void flush() {
        while (writable && outbound != null) {
            if (transport instanceof RawConnection raw) {
                ByteBuffer bytes = worker.backlog(outbound);
                int offered = bytes.remaining();
                writable = offer(raw, bytes);
                int written = offered - bytes.remaining();
                outbound.consume(written);
                worker.addQueued(-written);
            } else {
                EncodedFrame next = outbound.removeFirst();
                worker.addQueued(-next.size());
                hand((MessageConnection) transport, next);
            }
            if (outbound.isEmpty()) {
                outbound = null;
            }
        }
    }

    @Override
    public void onDisconnect() {
        if (state == State.DISCONNECTED) {
            return;
        }
        boolean wasOpen = state == State.OPEN;
        state = State.DISCONNECTED;
        if (outbound != null) {
            worker.addQueued(-outbound.bytes());
            outbound = null;
        }
        worker.connections().remove(this);
        if (TRAFFIC.isDebugEnabled()) {
            TRAFFIC.debug("{} disconnected", socketId());
        }
        if (wasOpen) {
            listener.onClosed(LOST, "", ClosedBy.NOBODY);
        }
    }

    // ---- time ----

    void sweep() {
        int now = worker.now();
        Application application = listener.application();
        if (state != State.OPEN) {
            if (now - time >= 0) {
                transport.disconnect();
            }
        } else if (application != null) {
            checkActivity(now - time, application);
            if (application.requiresUserAuthentication() && state == State.OPEN) {
                listener.onSweep();
            }
        }
    }

    private void checkActivity(int elapsed, Application of) {
        if (pinged) {
            if (elapsed >= of.pongTimeout().getSeconds()) {
                metrics().connectionPruned(of.id());
                ConnectionEvents.pruned(this, of.id());
                listener.onPongTimeout();
            }
        } else if (elapsed >= of.pingInterval().getSeconds()) {
            pinged = true;
            time = worker.now();
            listener.onIdle();
        }
    }

    /** For before the application is known, and for refused connections. */
    private enum NoListener implements ConnectionListener {
        INSTANCE;

        @Override
        public @Nullable Application application() {
            return null;
        }

        @Override
        public void onText(byte[] utf8, int from, int length) {}

        @Override
        public void onIdle() {}

        @Override
        public void onPongTimeout() {}

        @Override
        public void onClosed(int code, String reason, ClosedBy by) {}
    }

    @Override
    public String toString() {
        return "Connection[" + socketId() + ", " + state + "]";
    }
}
