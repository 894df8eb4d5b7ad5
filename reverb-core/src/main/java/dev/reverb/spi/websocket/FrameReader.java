package dev.reverb.spi.websocket;

import static dev.reverb.spi.websocket.CloseStatus.INVALID_PAYLOAD;
import static dev.reverb.spi.websocket.CloseStatus.NO_STATUS;
import static dev.reverb.spi.websocket.CloseStatus.PROTOCOL_ERROR;
import static dev.reverb.spi.websocket.CloseStatus.TOO_LARGE;
import static dev.reverb.spi.websocket.CloseStatus.UNSUPPORTED_DATA;

import dev.reverb.spi.transport.ConnectionHandler;
import dev.reverb.spi.transport.TransportConnection;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of one client (RFC 6455 section 5) and tells its {@link ConnectionHandler} whole messages. One per
 * connection, for transports that see the connection's bytes.
 *
 * <p>Bytes may come in pieces of any size, cut anywhere. A message that lies unfragmented in one writable buffer with an
 * array is unmasked in place and handed on from there, without a copy; anything else is collected in arrays that grow with
 * what has arrived, not with what was announced, and are dropped when the message is complete. Between messages a reader
 * holds nothing.
 *
 * <p>What breaks the RFC or the limit ends in one {@link ConnectionHandler#onViolation}:
 *
 * <table>
 * <caption>Violations</caption>
 * <tr><th>code</th><th>when</th></tr>
 * <tr><td>1002</td><td>no mask, a reserved bit or opcode (but see {@link #setCompression}), a length not in its shortest form or over 2<sup>63</sup>, a
 * fragmented or long control frame, a continuation of nothing, a new message inside another, a wrong Close</td></tr>
 * <tr><td>1003</td><td>binary data</td></tr>
 * <tr><td>1007</td><td>text or the reason of a Close that is not UTF-8</td></tr>
 * <tr><td>1009</td><td>a message over the limit, told as soon as the announced lengths of its frames pass it</td></tr>
 * </table>
 *
 * <p>A compressed message is handed on as it came: what it inflates to, the handler sees and judges.
 *
 * After a violation or a Close all further bytes are discarded.
 *
 * <p>Not thread-safe: all calls are made on the connection's lane. {@link #read} is not to be called from the handler's
 * methods; everything else may be.
 */
public final class FrameReader {

    private static final byte[] NOTHING = {};

    private @Nullable ConnectionHandler handler;
    private int maxMessageSize = TransportConnection.INITIAL_MAX_MESSAGE_SIZE;
    private boolean paused;
    private boolean stopped;
    private boolean closed;
    private boolean compression;

    /** What is under way; null between messages, so that the many readers that wait for one are small. */
    private @Nullable Progress progress;

    /** What has been read of a frame, and of the message that it is of. */
    private static final class Progress {
        final FrameHeader header = new FrameHeader();

        // The frame whose payload is being read.
        boolean inPayload;
        int payloadLength;
        int payloadRead;

        /** What has arrived of a control frame's payload that is cut. */
        byte @Nullable [] control;

        /** What has arrived of a message that is cut or fragmented; null between messages. */
        byte @Nullable [] message;

        int messageLength;

        /** Whether that message is compressed. */
        boolean compressed;

        boolean isNone() {
            return !inPayload && message == null && !header.isCut();
        }
    }

    /**
     * A reader at the beginning of a connection, to be {@linkplain #start started} once the engine has taken over. Until
     * then it takes settings: the engine may limit messages, pause or end a connection while it takes it over.
     */
    public FrameReader() {}

    /**
     * A reader that has started.
     *
     * @param handler is told everything, in order
     */
    public FrameReader(ConnectionHandler handler) {
        this.handler = handler;
    }

    /**
     * Names who is told, in order, what is read.
     *
     * @param told what {@link dev.reverb.spi.transport.ServerEndpoint#connect} gave
     * @throws IllegalStateException where that has been said before
     */
    public void start(ConnectionHandler told) {
        if (handler != null) {
            throw new IllegalStateException("The reader has started");
        }
        handler = told;
    }

    private ConnectionHandler handler() {
        ConnectionHandler told = handler;
        if (told == null) {
            throw new IllegalStateException("The reader has not started");
        }
        return told;
    }

    /**
     * Sets the largest message, its fragments together. Holds from the next frame on. Until then {@value
     * TransportConnection#INITIAL_MAX_MESSAGE_SIZE} does.
     *
     * @param bytes the limit
     * @throws IllegalArgumentException where it is less than 1
     */
    public void setMaxMessageSize(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("The largest message must be at least 1 byte, not " + bytes);
        }
        maxMessageSize = bytes;
    }

    /**
     * Sets whether messages may be compressed (RFC 7692 section 6): where {@link WebSocketHandshake#extensions} was answered. To be
     * said before the first byte is read; until then none may.
     *
     * @param negotiated whether {@code permessage-deflate} was
     */
    public void setCompression(boolean negotiated) {
        compression = negotiated;
    }

    /**
     * Whether messages may be compressed.
     *
     * @return what was {@linkplain #setCompression set}
     */
    public boolean hasCompression() {
        return compression;
    }

    /**
     * Delivers nothing more until {@link #resume}: a {@link #read} that is under way returns after the present message and
     * leaves the rest in its buffer, for the caller to keep and to offer again.
     */
    public void pause() {
        paused = true;
    }

    /** Ends {@link #pause}. Delivers nothing by itself. */
    public void resume() {
        paused = false;
    }

    /**
     * Whether the reader takes no bytes now.
     *
     * @return true between {@link #pause} and {@link #resume}
     */
    public boolean isPaused() {
        return paused;
    }

    /** Discards everything from now on, as after a Close: for a connection that this side has ended. */
    public void stop() {
        stopped = true;
        progress = null;
    }

    /**
     * Whether the peer has sent its Close, behind which it sends nothing (RFC 6455 section 5.5.1).
     *
     * @return true once {@link ConnectionHandler#onClose} has been or is being told
     */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Reads what has arrived. All is consumed, unless the reader is paused. The bytes of the buffer may be changed: they
     * are unmasked in place.
     *
     * @param bytes what follows the bytes of the last call
     * @throws IllegalStateException where there is something to tell, and the reader has not started
     */
    public void read(ByteBuffer bytes) {
        while (!paused && !stopped && (bytes.hasRemaining() || isInPayload())) {
            if (progress == null && (readWhole(bytes) || readWholeControl(bytes))) {
                continue;
            }
            Progress present = progress();
            if ((present.inPayload || readHeader(bytes, present)) && !readPayload(bytes, present)) {
                return;
            }
            if (present.isNone()) {
                progress = null;
            }
        }
        if (stopped) {
            bytes.position(bytes.limit());
        }
    }

    private boolean isInPayload() {
        return progress != null && progress.inPayload;
    }

    private Progress progress() {
        Progress present = progress;
        if (present == null) {
            present = new Progress();
            progress = present;
        }
        return present;
    }

    /**
     * Takes an unfragmented text that lies in the buffer as a whole, which nearly all messages are, without keeping anything
     * about it. Returns false, and has done nothing, where it is anything else.
     */
    private boolean readWhole(ByteBuffer bytes) {
        int header = FrameHeader.wholeText(bytes, compression);
        if (header == 0) {
            return false;
        }
        byte[] array = bytes.array();
        int payload = bytes.arrayOffset() + bytes.position() + header;
        int length = FrameHeader.shortLength(array, payload - header);
        boolean compressed = (array[payload - header] & EncodedFrame.RSV1) != 0;
        if (length > limit(compressed)) {
            return false;
        }
        bytes.position(bytes.position() + header + length);
        Mask.remove(array, payload, length, FrameHeader.mask(array, payload), 0);
        deliver(compressed, array, payload, length);
        return true;
    }

    /** The same for a ping or a pong. */
    private boolean readWholeControl(ByteBuffer bytes) {
        if (!FrameHeader.isWholePingOrPong(bytes)) {
            return false;
        }
        byte[] array = bytes.array();
        int header = bytes.arrayOffset() + bytes.position();
        int payload = header + FrameHeader.SHORT_SIZE;
        int length = FrameHeader.shortLength(array, header);
        bytes.position(bytes.position() + FrameHeader.SHORT_SIZE + length);
        if ((array[header] & 0x0F) == EncodedFrame.PONG) {
            handler().onPong();
        } else {
            Mask.remove(array, payload, length, FrameHeader.mask(array, payload), 0);
            handler().onPing(array, payload, length);
        }
        return true;
    }

    /** Takes a header or a part of it, and returns whether it is whole and right. */
    private boolean readHeader(ByteBuffer bytes, Progress present) {
        FrameHeader header = present.header;
        if (!header.read(bytes)) {
            return false;
        }
        String problem = header.problem(compression);
        if (problem != null) {
            return violation(PROTOCOL_ERROR, problem);
        }
        if (!header.isControl() && !isAllowed(header.opcode(), header.length(), present)) {
            return false;
        }
        if (!header.isControl() && header.opcode() != FrameHeader.CONTINUATION) {
            present.compressed = header.isCompressed();
        }
        present.inPayload = true;
        present.payloadLength = (int) header.length();
        present.payloadRead = 0;
        return true;
    }

    private boolean isAllowed(int opcode, long length, Progress present) {
        if (opcode == FrameHeader.CONTINUATION && present.message == null) {
            return violation(PROTOCOL_ERROR, "A continuation frame continues nothing.");
        }
        if (opcode != FrameHeader.CONTINUATION && present.message != null) {
            return violation(PROTOCOL_ERROR, "A message begins inside another one.");
        }
        if (opcode == FrameHeader.BINARY) {
            return violation(UNSUPPORTED_DATA, "Binary messages are not supported.");
        }
        boolean compressed = opcode == FrameHeader.CONTINUATION ? present.compressed : present.header.isCompressed();
        if (length > limit(compressed) - present.messageLength) {
            return violation(TOO_LARGE, "A message is larger than " + maxMessageSize + " bytes.");
        }
        return true;
    }

    /**
     * The most bytes that may come of a message. What cannot be compressed becomes a little larger by it: by less than this with
     * any deflater that has been looked at.
     */
    private int limit(boolean compressed) {
        return compressed
                ? (int) Math.min(Integer.MAX_VALUE, (long) maxMessageSize + (maxMessageSize >> 8) + 64)
                : maxMessageSize;
    }

    /** Takes what there is of the payload, delivers it where that is all, and returns whether it was. */
    private boolean readPayload(ByteBuffer bytes, Progress present) {
        return present.header.isControl() ? readControl(bytes, present) : readData(bytes, present);
    }

    private boolean readControl(ByteBuffer bytes, Progress present) {
        byte[] payload = present.control;
        if (payload == null) {
            payload = present.payloadLength == 0 ? NOTHING : new byte[present.payloadLength];
            present.control = payload;
        }
        if (!take(bytes, payload, 0, present)) {
            return false;
        }
        present.control = null;
        switch (present.header.opcode()) {
            case EncodedFrame.PING -> handler().onPing(payload, 0, payload.length);
            case EncodedFrame.PONG -> handler().onPong();
            default -> deliverClose(payload);
        }
        return true;
    }

    private boolean readData(ByteBuffer bytes, Progress present) {
        int available = Math.min(bytes.remaining(), present.payloadLength - present.payloadRead);
        if (present.message == null
                && available == present.payloadLength
                && present.header.isLast()
                && bytes.hasArray()) {
            deliverInPlace(bytes, present);
            return true;
        }
        if (available == 0 && present.payloadLength > 0) {
            return false;
        }
        byte[] collected = roomFor(available, present);
        if (!take(bytes, collected, present.messageLength, present)) {
            return false;
        }
        present.messageLength += present.payloadLength;
        if (present.header.isLast()) {
            int length = present.messageLength;
            present.message = null;
            present.messageLength = 0;
            deliver(present.compressed, collected, 0, length);
        }
        return true;
    }

    private void deliverInPlace(ByteBuffer bytes, Progress present) {
        int offset = bytes.arrayOffset() + bytes.position();
        int length = present.payloadLength;
        bytes.position(bytes.position() + length);
        present.inPayload = false;
        Mask.remove(bytes.array(), offset, length, present.header.mask(), 0);
        deliver(present.compressed, bytes.array(), offset, length);
    }

    /**
     * The array of the present message, with room for more bytes. It becomes twice as large each time, however small the
     * pieces are, but not larger than the message can be.
     */
    private byte[] roomFor(int more, Progress present) {
        byte[] collected = present.message;
        int needed = present.messageLength + present.payloadRead + more;
        if (collected == null) {
            collected = needed == 0 ? NOTHING : new byte[needed];
        } else if (collected.length < needed) {
            int end =
                    present.header.isLast() ? present.messageLength + present.payloadLength : limit(present.compressed);
            collected = Arrays.copyOf(collected, Math.max(needed, (int) Math.min(end, 2L * collected.length)));
        }
        present.message = collected;
        return collected;
    }

    /** Moves payload from the buffer into its array without the mask, and returns whether the frame is complete. */
    private static boolean take(ByteBuffer bytes, byte[] target, int offset, Progress present) {
        int read = present.payloadRead;
        int length = Math.min(bytes.remaining(), present.payloadLength - read);
        bytes.get(target, offset + read, length);
        Mask.remove(target, offset + read, length, present.header.mask(), read);
        present.payloadRead = read + length;
        present.inPayload = present.payloadRead < present.payloadLength;
        return !present.inPayload;
    }

    private void deliver(boolean compressed, byte[] message, int offset, int length) {
        if (compressed) {
            handler().onCompressedText(message, offset, length);
        } else if (Utf8.isValid(message, offset, length)) {
            handler().onText(message, offset, length);
        } else {
            violation(INVALID_PAYLOAD, "A message is not UTF-8.");
        }
    }

    private void deliverClose(byte[] payload) {
        int code = closeCode(payload);
        if (code != NO_STATUS && !CloseStatus.mayBeSent(code)) {
            violation(PROTOCOL_ERROR, "A Close frame has no valid status code.");
        } else if (payload.length > 2 && !Utf8.isValid(payload, 2, payload.length - 2)) {
            violation(INVALID_PAYLOAD, "The reason of a Close frame is not UTF-8.");
        } else {
            stop();
            closed = true;
            handler().onClose(code);
        }
    }

    /** The code of a Close; one that is cut, or says 1005 in so many bytes, gives a code that nobody may send. */
    private static int closeCode(byte[] payload) {
        if (payload.length == 0) {
            return NO_STATUS;
        }
        int code = payload.length == 1 ? 0 : (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
        return code == NO_STATUS ? 0 : code;
    }

    /** Returns false, for callers that go on only where there was none. */
    private boolean violation(int code, String reason) {
        stop();
        handler().onViolation(code, reason);
        return false;
    }

    /** How many bytes the reader holds on to now, for tests. */
    int heldBytes() {
        Progress present = progress;
        if (present == null) {
            return 0;
        }
        return (present.message == null ? 0 : present.message.length)
                + (present.control == null ? 0 : present.control.length);
    }
}
