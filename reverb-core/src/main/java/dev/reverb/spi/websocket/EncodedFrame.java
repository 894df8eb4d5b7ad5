package dev.reverb.spi.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One finished server-side WebSocket frame (RFC 6455 section 5.2), encoded once and shared by all who get it. Frames of
 * a server carry no mask, so every subscriber gets the same bytes.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class EncodedFrame {

    /** The opcode of a text frame. */
    public static final int TEXT = 0x1;

    /** The opcode of a Close frame. */
    public static final int CLOSE = 0x8;

    /** The opcode of a ping. */
    public static final int PING = 0x9;

    /** The opcode of a pong. */
    public static final int PONG = 0xA;

    /** The room that the longest header takes, in bytes. */
    static final int MAX_HEADER = 10;

    /** The first bit that extensions may use: the message is compressed (RFC 7692 section 6). */
    static final int RSV1 = 0x40;

    private final byte[] wire;
    private volatile @Nullable String text;

    /** This frame itself where its compressed form would not be smaller; null until somebody has asked. */
    private volatile @Nullable EncodedFrame compressed;

    private EncodedFrame(byte[] wire) {
        this.wire = wire;
    }

    /**
     * Encodes a text frame.
     *
     * @param text the message, without lone surrogates
     * @return the frame
     */
    public static EncodedFrame text(String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        return text(utf8, 0, utf8.length);
    }

    /**
     * Encodes a text frame.
     *
     * @param utf8 an array that holds the message in valid UTF-8; copied
     * @param offset where it starts
     * @param length how many bytes it has
     * @return the frame
     */
    public static EncodedFrame text(byte[] utf8, int offset, int length) {
        return of(TEXT, utf8, offset, length);
    }

    /**
     * Takes a text frame's bytes as they are: for callers that write the payload straight into its place. The header
     * is written here, into the room that {@link #headerSize} says.
     *
     * @param wire exactly header and payload; not copied, so not to be changed any more
     * @return the frame
     */
    public static EncodedFrame textInPlace(byte[] wire) {
        int header = wire.length < 128 ? 2 : wire.length < 65_540 ? 4 : MAX_HEADER;
        writeHeader(wire, TEXT, wire.length - header);
        return new EncodedFrame(wire);
    }

    /**
     * Encodes a pong.
     *
     * @param payload an array that holds the ping's payload
     * @param offset where it starts
     * @param length 0 to 125 bytes
     * @return the frame
     */
    public static EncodedFrame pong(byte[] payload, int offset, int length) {
        return of(PONG, payload, offset, length);
    }

    /**
     * Encodes a ping without a payload.
     *
     * @return the frame
     */
    public static EncodedFrame ping() {
        return of(PING, new byte[0], 0, 0);
    }

    /**
     * Encodes a Close frame (RFC 6455 section 5.5.1).
     *
     * @param code the status code; 1005 gives a frame without one
     * @param reason the reason; cut at a character where it is over 123 bytes
     * @return the frame
     */
    public static EncodedFrame close(int code, String reason) {
        if (code == 1005) {
            return of(CLOSE, new byte[0], 0, 0);
        }
        byte[] utf8 = reason.getBytes(UTF_8);
        int length = Math.min(utf8.length, 123);
        while (length < utf8.length && length > 0 && (utf8[length] & 0xC0) == 0x80) {
            length--;
        }
        byte[] payload = new byte[2 + length];
        payload[0] = (byte) (code >> 8);
        payload[1] = (byte) code;
        System.arraycopy(utf8, 0, payload, 2, length);
        return of(CLOSE, payload, 0, payload.length);
    }

    /**
     * How many bytes the header of a server's frame takes.
     *
     * @param payloadLength the payload's length in bytes
     * @return 2, 4 or 10
     */
    public static int headerSize(int payloadLength) {
        return payloadLength < 126 ? 2 : payloadLength < 65_536 ? 4 : MAX_HEADER;
    }

    private static EncodedFrame of(int opcode, byte[] payload, int offset, int length) {
        int header = headerSize(length);
        byte[] wire = new byte[header + length];
        writeHeader(wire, opcode, length);
        System.arraycopy(payload, offset, wire, header, length);
        return new EncodedFrame(wire);
    }

    private static void writeHeader(byte[] wire, int opcode, int length) {
        wire[0] = (byte) (0x80 | opcode);
        if (length < 126) {
            wire[1] = (byte) length;
        } else if (length < 65_536) {
            wire[1] = 126;
            wire[2] = (byte) (length >> 8);
            wire[3] = (byte) length;
        } else {
            wire[1] = 127;
            for (int i = 0; i < 4; i++) {
                wire[2 + i] = 0;
                wire[6 + i] = (byte) (length >>> (24 - 8 * i));
            }
        }
    }

    /** Where the payload begins, as the length says: a server's frame has no mask. */
    private int payloadOffset() {
        return wire[1] < 126 ? 2 : wire[1] == 126 ? 4 : MAX_HEADER;
    }

    /**
     * The frame for clients with which {@code permessage-deflate} without context takeover was negotiated (RFC 7692). It is
     * made by whoever asks first; those who ask meanwhile wait for it, so that all get the same bytes. Its {@link #payload} is the
     * compressed one.
     *
     * @param deflater what to make it with, where it has not been made
     * @return the compressed form of a text, where that is smaller; else this frame
     */
    public EncodedFrame compressed(MessageDeflater deflater) {
        EncodedFrame known = compressed;
        return known != null ? known : compress(deflater);
    }

    private synchronized EncodedFrame compress(MessageDeflater deflater) {
        EncodedFrame form = compressed;
        if (form == null) {
            int offset = payloadOffset();
            int size = opcode() == TEXT && !isCompressed() ? deflater.deflate(wire, offset, wire.length - offset) : -1;
            form = size < 0 ? this : of(RSV1 | TEXT, deflater.bytes(), 0, size);
            compressed = form;
        }
        return form;
    }

    /**
     * Whether this is a compressed form.
     *
     * @return true for what {@link #compressed} makes
     */
    public boolean isCompressed() {
        return (wire[0] & RSV1) != 0;
    }

    /**
     * The kind of frame.
     *
     * @return {@link #TEXT}, {@link #CLOSE}, {@link #PING} or {@link #PONG}
     */
    public int opcode() {
        return wire[0] & 0x0F;
    }

    /**
     * The length of the whole frame.
     *
     * @return bytes, header included
     */
    public int size() {
        return wire.length;
    }

    /**
     * The length of the payload alone.
     *
     * @return bytes
     */
    public int payloadSize() {
        return wire.length - payloadOffset();
    }

    /**
     * Appends a part of the frame to a buffer, as much as fits.
     *
     * @param target where to
     * @param offset how many of the frame's bytes to skip
     * @return how many bytes were appended
     */
    public int copyTo(ByteBuffer target, int offset) {
        int length = Math.min(target.remaining(), wire.length - offset);
        target.put(wire, offset, length);
        return length;
    }

    /**
     * The whole frame, as a transport would write it.
     *
     * @return a read-only buffer of its own position
     */
    public ByteBuffer wire() {
        return ByteBuffer.wrap(wire).asReadOnlyBuffer();
    }

    /**
     * The payload alone.
     *
     * @return a read-only buffer of its own position
     */
    public ByteBuffer payload() {
        return ByteBuffer.wrap(wire, payloadOffset(), payloadSize()).slice().asReadOnlyBuffer();
    }

    /**
     * The payload of a text frame as a string, decoded at most once: for transports whose container wants strings. That of a
     * compressed form is the same; it is inflated for it.
     *
     * @return the message
     */
    public String text() {
        String known = text;
        if (known == null) {
            known = isCompressed() ? inflated() : new String(wire, payloadOffset(), payloadSize(), UTF_8);
            text = known;
        }
        return known;
    }

    private String inflated() {
        try (MessageInflater inflater = new MessageInflater()) {
            inflater.inflate(wire, payloadOffset(), payloadSize(), Integer.MAX_VALUE - 1);
            return new String(inflater.bytes(), 0, inflater.length(), UTF_8);
        }
    }

    /**
     * The status code of a Close frame.
     *
     * @return the code, or 1005 where the frame has none
     */
    public int closeCode() {
        int offset = payloadOffset();
        return wire.length - offset < 2 ? 1005 : (wire[offset] & 0xFF) << 8 | (wire[offset + 1] & 0xFF);
    }

    /**
     * The reason of a Close frame.
     *
     * @return the reason, possibly empty
     */
    public String closeReason() {
        int length = payloadSize() - 2;
        return length <= 0 ? "" : new String(wire, payloadOffset() + 2, length, UTF_8);
    }

    @Override
    public String toString() {
        return "EncodedFrame[opcode=" + opcode() + ", size=" + wire.length + "]";
    }
}
