package dev.reverb.transport.jakarta;

import dev.reverb.spi.transport.ConnectionHandler;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.MessageConnection;
import dev.reverb.spi.websocket.EncodedFrame;
import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection on a container's session. What the container calls comes through {@link SessionEndpoint} and {@link Inbound};
 * all else happens on the lane, but for the calls of the container's that may block: those are made on {@link Threads}.
 *
 * <p>The container does the closing handshake, so a Close that the engine sends closes the session. The engine is told the
 * end as soon as the container tells it, which may be before the peer has answered; and after {@link #disconnect} at once,
 * whatever the container is still waiting for. {@link SessionCloser} sees to it that this is not for ever.
 */
final class SessionConnection implements MessageConnection, SendHandler {

    private static final Logger LOG = LoggerFactory.getLogger(SessionConnection.class);

    /** How many arrivals the engine is told before others have their turn. */
    private static final int ARRIVALS_PER_TURN = 16;

    private static final int UNSUPPORTED_DATA = 1003;
    private static final int TOO_LARGE = 1009;

    private final Running running;
    private final Lane lane;
    private final SessionCloser closer;
    private final RemoteEndpoint.Async remote;
    private final Inbound inbound;

    // On the lane only.
    private final TextParts parts = new TextParts();
    private int maxMessageSize = INITIAL_MAX_MESSAGE_SIZE;
    private @Nullable HttpRequest request;
    private @Nullable ConnectionHandler handler;

    /** A frame is under way. */
    private boolean sending;

    /** The engine has sent a Close: the session takes no more frames. */
    private boolean closing;

    /** The session is over: the container closes it, or has. */
    private boolean over;

    /** The peer broke a limit: what else it sends is not delivered. */
    private boolean refused;

    /** The engine has disconnected or the session is over; nothing is delivered any more. */
    private boolean ended;

    SessionConnection(Running running, Session session, HttpRequest request) {
        this.running = running;
        this.lane = running.endpoint().nextLane();
        this.closer = new SessionCloser(session);
        this.remote = session.getAsyncRemote();
        this.request = request;
        this.inbound = new Inbound(() -> onLane(this::deliver), Inbound.PATIENCE);
    }

    // ---- what the container's side calls, on any thread ----

    Inbound inbound() {
        return inbound;
    }

    void open() {
        running.add(closer);
        running.add(this);
        onLane(this::takeOver);
    }

    /** Runs something on the lane, unless that has ended: then the engine has, too. */
    private void onLane(Runnable task) {
        try {
            lane.execute(task);
        } catch (RejectedExecutionException ended) {
            running.remove(this);
            running.drop(closer);
        }
    }

    /** A frame has been sent, or cannot be. */
    @Override
    public void onResult(SendResult result) {
        if (result.isOK()) {
            onLane(this::sent);
        } else {
            fail(result.getException());
        }
    }

    /** The container has closed the session. */
    void over(int code) {
        running.remove(closer);
        inbound.putLast(told -> closed(told, code));
    }

    /** Ends a connection that the container cannot go on with, and closes for reasons of its own. */
    void fail(Throwable cause) {
        LOG.debug("A session failed", cause);
        onLane(this::tellEnd);
        running.dropLater(closer);
    }

    /** Ends the connection for a transport that stops. */
    void abort() {
        onLane(this::end);
    }

    // ---- opening and reading, on the lane ----

    private void takeOver() {
        HttpRequest opening = request;
        request = null;
        if (ended || opening == null) {
            return;
        }
        try {
            handler = running.endpoint().connect(opening, this);
        } catch (RuntimeException broken) {
            broken(broken);
            return;
        }
        // What came before: a container may tell the end while it tells the beginning.
        deliver();
    }

    /** Tells the engine what has arrived. */
    private void deliver() {
        for (int i = 0; i < ARRIVALS_PER_TURN; i++) {
            ConnectionHandler told = handler;
            Consumer<ConnectionHandler> arrival = told == null ? null : inbound.take();
            if (arrival == null || told == null) {
                return;
            }
            if (!ended) {
                tell(arrival, told);
            }
        }
        onLane(this::deliver);
    }

    private void tell(Consumer<ConnectionHandler> arrival, ConnectionHandler told) {
        try {
            arrival.accept(told);
        } catch (RuntimeException broken) {
            broken(broken);
        }
    }

    /** The engine threw, which it promises not to: its connection goes, the others stay. */
    private void broken(RuntimeException broken) {
        LOG.error("The engine failed on a connection", broken);
        end();
    }

    /** A part of a message has arrived. */
    void read(ConnectionHandler told, byte[] utf8, boolean last) {
        if (refused) {
            return;
        }
        if (!parts.add(utf8, maxMessageSize)) {
            refuse(told, TOO_LARGE, "A message is larger than " + maxMessageSize + " bytes.");
        } else if (last) {
            int length = parts.length();
            told.onText(parts.take(), 0, length);
        }
    }

    void pong(ConnectionHandler told) {
        if (!refused) {
            told.onPong();
        }
    }

    void refuseBinary(ConnectionHandler told) {
        if (!refused) {
            refuse(told, UNSUPPORTED_DATA, "Binary messages are not supported.");
        }
    }

    private void refuse(ConnectionHandler told, int code, String reason) {
        refused = true;
        told.onViolation(code, reason);
    }

    /** The session is over; the last that arrives. */
    private void closed(ConnectionHandler told, int code) {
        boolean byPeer = !closing && code != CloseReason.CloseCodes.CLOSED_ABNORMALLY.getCode();
        over = true;
        if (byPeer) {
            told.onClose(code);
        }
        tellEnd();
    }

    // ---- the end, on the lane ----

    private void end() {
        close();
        tellEnd();
    }

    /** Tells the engine, once. */
    private void tellEnd() {
        ended = true;
        request = null;
        inbound.close();
        running.remove(this);
        ConnectionHandler told = handler;
        handler = null;
        if (told != null) {
            told.onDisconnect();
        }
    }

    private void close() {
        if (!over) {
            over = true;
            running.drop(closer);
        }
    }

    @Override
    public void disconnect() {
        if (ended) {
            return;
        }
        ended = true;
        inbound.close();
        onLane(this::tellEnd);
        if (sending) {
            running.dropLater(closer);
        } else {
            close();
        }
    }

    // ---- the engine's calls, on the lane ----

    @Override
    public Lane lane() {
        return lane;
    }

    @Override
    public void setMaxMessageSize(int bytes) {
        maxMessageSize = bytes;
    }

    @Override
    public void pauseReading() {
        inbound.pause();
    }

    @Override
    public void resumeReading() {
        inbound.resume();
    }

    @Override
    public void send(EncodedFrame frame) {
        if (closing || over || ended) {
            return;
        }
        sending = true;
        switch (frame.opcode()) {
            case EncodedFrame.TEXT -> sendText(frame.text());
            case EncodedFrame.CLOSE -> {
                closing = true;
                running.threads().execute(() -> {
                    closer.close(frame.closeCode(), frame.closeReason());
                    onLane(this::sent);
                });
            }
            default -> running.threads().execute(() -> sendControl(frame));
        }
    }

    private void sendText(String text) {
        try {
            remote.sendText(text, this);
        } catch (RuntimeException closed) {
            // The container tells the end before we could.
            fail(closed);
        }
    }

    /** Some containers block. */
    private void sendControl(EncodedFrame frame) {
        try {
            if (frame.opcode() == EncodedFrame.PING) {
                remote.sendPing(frame.payload());
            } else {
                remote.sendPong(frame.payload());
            }
            onLane(this::sent);
        } catch (IOException | RuntimeException closed) {
            fail(closed);
        }
    }

    private void sent() {
        sending = false;
        if (ended) {
            close();
        } else if (handler != null) {
            handler.onWritable();
        }
    }
}
