package dev.reverb.tck;

import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.spi.websocket.EncodedFrame;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of a WebSocket connection to an {@link InMemoryTransport}. It sends what it is told, even what no
 * honest client would, and keeps what it got until a test asks for it.
 *
 * <p>Like a browser, it answers a Close frame with one, once ({@link #ignoreClose} for a client that does not). It answers
 * pings only after {@link #keepAlive}.
 *
 * <p>Safe for any thread. Unless the transport is in manual mode, sending is followed, and expecting preceded, by {@link
 * InMemoryTransport#settle}.
 */
public final class InMemoryClient {

    private final InMemoryTransport transport;
    private final ServerFrameParser parser = new ServerFrameParser(this::received);
    private final Deque<ServerFrame> unread = new ArrayDeque<>();
    private @Nullable InMemoryConnection connection;
    private @Nullable HttpResponse refusal;
    private boolean disconnected;
    private boolean closeSent;
    private boolean answersPings;
    private @Nullable String extensions;

    InMemoryClient(InMemoryTransport transport) {
        this.transport = transport;
    }

    // What the connection tells.

    void open(InMemoryConnection newConnection) {
        connection = newConnection;
    }

    synchronized void refused(HttpResponse response) {
        refusal = response;
        disconnected = true;
    }

    synchronized void negotiated(String answered) {
        extensions = answered;
        parser.acceptCompressed();
    }

    synchronized void accept(ByteBuffer bytes) {
        parser.accept(bytes);
    }

    synchronized void disconnected() {
        disconnected = true;
    }

    private void received(ServerFrame frame) {
        if (answersPings && isPing(frame)) {
            write(frame.isText() ? ClientFrame.text(PusherMessage.PONG) : ClientFrame.pong(frame.text()));
            return;
        }
        unread.add(frame);
        if (frame.opcode() == EncodedFrame.CLOSE && !closeSent) {
            closeSent = true;
            write(ClientFrame.close(frame.closeCode(), ""));
        }
    }

    private static boolean isPing(ServerFrame frame) {
        return frame.opcode() == EncodedFrame.PING
                || frame.isText() && frame.text().startsWith("{\"event\":\"pusher:ping\"");
    }

    // What the client does.

    /**
     * Sends a message.
     *
     * @param message the text
     * @return this client
     */
    public InMemoryClient text(String message) {
        return send(ClientFrame.text(message));
    }

    /**
     * Sends a message compressed, for a client with {@link #extensions}.
     *
     * @param message the text
     * @return this client
     */
    public InMemoryClient compressedText(String message) {
        return send(ClientFrame.compressed(message));
    }

    /**
     * Sends a WebSocket ping.
     *
     * @param payload what the pong must repeat
     * @return this client
     */
    public InMemoryClient ping(String payload) {
        return send(ClientFrame.ping(payload));
    }

    /**
     * Sends a WebSocket pong.
     *
     * @param payload what the ping carried
     * @return this client
     */
    public InMemoryClient pong(String payload) {
        return send(ClientFrame.pong(payload));
    }

    /**
     * Sends a Close frame.
     *
     * @param code the status code; 1005 for none
     * @param reason the reason
     * @return this client
     */
    public InMemoryClient close(int code, String reason) {
        synchronized (this) {
            closeSent = true;
        }
        return send(ClientFrame.close(code, reason));
    }

    /**
     * Sends bytes as one segment, so that the server reads them in one go: several frames, a part of one, or anything.
     *
     * @param frames what to send, such as {@link ClientFrame} makes
     * @return this client
     */
    public InMemoryClient send(byte[]... frames) {
        write(ClientFrame.join(frames));
        transport.settleUnlessManual();
        return this;
    }

    private void write(byte[] bytes) {
        connection().arrive(bytes);
    }

    /**
     * Is gone without a word, as a phone in a tunnel whose connection the system then resets.
     *
     * @return this client
     */
    public InMemoryClient vanish() {
        synchronized (this) {
            disconnected = true;
        }
        connection().abort();
        transport.settleUnlessManual();
        return this;
    }

    /**
     * From now on answers WebSocket pings and {@code pusher:ping} by itself; they are not among what it received.
     *
     * @return this client
     */
    public synchronized InMemoryClient keepAlive() {
        answersPings = true;
        return this;
    }

    /**
     * From now on leaves a Close frame of the server's unanswered.
     *
     * @return this client
     */
    public synchronized InMemoryClient ignoreClose() {
        closeSent = true;
        return this;
    }

    // What its network does.

    /**
     * Stops taking bytes, as a client that does not read: the server can write no more to it.
     *
     * @return this client
     */
    public InMemoryClient blockWrites() {
        connection().setRoom(0);
        return this;
    }

    /**
     * Takes so many bytes more, then none again.
     *
     * @param bytes how many
     * @return this client
     */
    public InMemoryClient allowWrites(int bytes) {
        connection().setRoom(bytes);
        transport.settleUnlessManual();
        return this;
    }

    /**
     * Takes everything again.
     *
     * @return this client
     */
    public InMemoryClient unblockWrites() {
        connection().setRoom(Long.MAX_VALUE);
        transport.settleUnlessManual();
        return this;
    }

    /**
     * Lets the transport take each write whole and yet say that it is not done, as TLS does, until {@link #unblockWrites}.
     *
     * @return this client
     */
    public InMemoryClient holdWrites() {
        connection().hold();
        return this;
    }

    // What it sees.

    /**
     * Whether the server has ended the connection, refused it, or the client has vanished.
     *
     * @return true from then on
     */
    public synchronized boolean isDisconnected() {
        return disconnected;
    }

    /**
     * Why the upgrade was refused.
     *
     * @return the server's answer in place of a connection, or empty
     */
    public synchronized Optional<HttpResponse> refusal() {
        return Optional.ofNullable(refusal);
    }

    /**
     * What the upgrade was answered with: compression, where the request {@linkplain InMemoryRequest#offeringCompression offered} it
     * and the server was built with it. Messages come inflated then.
     *
     * @return the value of {@code Sec-WebSocket-Extensions}, or empty
     */
    public synchronized Optional<String> extensions() {
        return Optional.ofNullable(extensions);
    }

    /**
     * Whether the server has stopped reading from this client.
     *
     * @return true between the server's pausing and resuming
     */
    public boolean isPaused() {
        return connection().isPaused();
    }

    /**
     * What has been received and not been asked for yet.
     *
     * @return the frames in order; they stay unread
     */
    public List<ServerFrame> unread() {
        transport.settleUnlessManual();
        synchronized (this) {
            return List.copyOf(unread);
        }
    }

    /**
     * Forgets what has been received so far.
     *
     * @return this client
     */
    public InMemoryClient skip() {
        transport.settleUnlessManual();
        synchronized (this) {
            unread.clear();
        }
        return this;
    }

    /**
     * Takes the frame that has waited longest.
     *
     * @return the frame, from then on read
     * @throws AssertionError where there is none
     */
    public ServerFrame next() {
        return nextOr("a frame");
    }

    private ServerFrame nextOr(String expected) {
        transport.settleUnlessManual();
        synchronized (this) {
            ServerFrame frame = unread.poll();
            if (frame == null) {
                throw new AssertionError("Expected " + expected + "\nbut nothing came"
                        + (disconnected ? ", and the connection has ended" : ""));
            }
            return frame;
        }
    }

    /**
     * Takes the next message.
     *
     * @return its text
     * @throws AssertionError where something else comes next, or nothing
     */
    public String nextText() {
        ServerFrame frame = nextOr("a message");
        if (!frame.isText()) {
            throw new AssertionError("Expected a message\nbut was  " + frame);
        }
        return frame.text();
    }

    /**
     * Asserts that this very message comes next.
     *
     * @param message its exact text
     * @return this client
     * @throws AssertionError where something else comes next, or nothing
     */
    public InMemoryClient expectText(String message) {
        return expectFrame(EncodedFrame.TEXT, message);
    }

    /**
     * Asserts that a WebSocket ping comes next.
     *
     * @return this client
     * @throws AssertionError where something else comes next, or nothing
     */
    public InMemoryClient expectPing() {
        return expectFrame(EncodedFrame.PING, "PING");
    }

    /**
     * Asserts that a WebSocket pong comes next.
     *
     * @param payload what it carries
     * @return this client
     * @throws AssertionError where something else comes next, or nothing
     */
    public InMemoryClient expectPong(String payload) {
        return expectFrame(EncodedFrame.PONG, ("PONG " + payload).strip());
    }

    /**
     * Asserts that a Close frame comes next.
     *
     * @param code its status code; 1005 for none
     * @param reason its exact reason
     * @return this client
     * @throws AssertionError where something else comes next, or nothing
     */
    public InMemoryClient expectClose(int code, String reason) {
        return expectFrame(EncodedFrame.CLOSE, ("CLOSE " + code + " " + reason).strip());
    }

    private InMemoryClient expectFrame(int opcode, String line) {
        ServerFrame frame = nextOr(line);
        if (frame.opcode() != opcode || !frame.toString().equals(line)) {
            throw new AssertionError("Expected " + line + "\nbut was  " + frame);
        }
        return this;
    }

    /**
     * Asserts that the server has ended the connection, and everything it sent has been read.
     *
     * @return this client
     * @throws AssertionError where it is not so
     */
    public InMemoryClient expectDisconnected() {
        expectNothing();
        if (!isDisconnected()) {
            throw new AssertionError("Expected the connection to have ended\nbut it is open");
        }
        return this;
    }

    /**
     * Asserts that everything received has been read.
     *
     * @return this client
     * @throws AssertionError where something has not
     */
    public InMemoryClient expectNothing() {
        List<ServerFrame> frames = unread();
        if (!frames.isEmpty()) {
            throw new AssertionError("Expected nothing\nbut was  " + frames.get(0)
                    + (frames.size() == 1 ? "" : "\nand " + (frames.size() - 1) + " more"));
        }
        return this;
    }

    private InMemoryConnection connection() {
        InMemoryConnection known = connection;
        if (known == null) {
            throw new IllegalStateException("Not connected");
        }
        return known;
    }
}
