package dev.reverb.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * Encodes frames as a client does, masked (RFC 6455 section 5.3); also such as no honest client sends. Every method
 * returns finished bytes, so that several frames can be joined into one segment or one be cut into several.
 */
public final class ClientFrame {

    /** The bit that says so, beside an opcode: RSV1 (RFC 7692 section 6). */
    public static final int COMPRESSED = 0x40;

    private static final byte[] MASK = {0x37, (byte) 0xFA, 0x21, 0x3D};

    private ClientFrame() {}

    /**
     * A text frame.
     *
     * @param text the message
     * @return the frame's bytes
     */
    public static byte[] text(String text) {
        return of(true, 0x1, text.getBytes(UTF_8));
    }

    /**
     * A text frame that is compressed (RFC 7692), for a connection on which that was negotiated.
     *
     * @param text the message
     * @return the frame's bytes
     */
    public static byte[] compressed(String text) {
        return of(true, COMPRESSED | 0x1, deflate(text));
    }

    /**
     * A message as {@link #compressed} has it.
     *
     * @param text the message
     * @return what a compressed frame, or several together, carry
     */
    public static byte[] deflate(String text) {
        return Deflated.deflate(text.getBytes(UTF_8));
    }

    /**
     * A binary frame, which the server refuses.
     *
     * @param payload what it carries
     * @return the frame's bytes
     */
    public static byte[] binary(byte[] payload) {
        return of(true, 0x2, payload);
    }

    /**
     * A ping.
     *
     * @param payload at most 125 bytes by the RFC
     * @return the frame's bytes
     */
    public static byte[] ping(String payload) {
        return of(true, 0x9, payload.getBytes(UTF_8));
    }

    /**
     * A pong.
     *
     * @param payload at most 125 bytes by the RFC
     * @return the frame's bytes
     */
    public static byte[] pong(String payload) {
        return of(true, 0xA, payload.getBytes(UTF_8));
    }

    /**
     * A Close frame.
     *
     * @param code the status code; 1005 gives a frame without one
     * @param reason the reason
     * @return the frame's bytes
     */
    public static byte[] close(int code, String reason) {
        byte[] text = reason.getBytes(UTF_8);
        return code == 1005
                ? of(true, 0x8, new byte[0])
                : of(
                        true,
                        0x8,
                        ByteBuffer.allocate(2 + text.length)
                                .putShort((short) code)
                                .put(text)
                                .array());
    }

    /**
     * Any frame, allowed or not.
     *
     * @param last whether it is the last of its message (FIN)
     * @param opcode 0 to 15, 0 continues a message; and the reserved bits beside it
     * @param payload what it carries, before masking
     * @return the frame's bytes, its length in the shortest form
     */
    public static byte[] of(boolean last, int opcode, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(14 + payload.length);
        frame.put((byte) ((last ? 0x80 : 0) | opcode));
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else if (payload.length < 65_536) {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        frame.put(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ MASK[i % 4]));
        }
        byte[] bytes = new byte[frame.position()];
        frame.flip().get(bytes);
        return bytes;
    }

    /**
     * Several frames, or parts of some, as one segment.
     *
     * @param parts what to join
     * @return the bytes one after the other
     */
    public static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer joined = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            joined.put(part);
        }
        return joined.array();
    }
}
