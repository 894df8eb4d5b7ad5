package dev.reverb.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.spi.websocket.EncodedFrame;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket frame as a client got it.
 *
 * @param opcode {@link EncodedFrame#TEXT}, {@link EncodedFrame#CLOSE}, {@link EncodedFrame#PING} or {@link
 *     EncodedFrame#PONG}
 * @param payload its payload, inflated where it came compressed; not to be changed
 * @param deflated the payload as it came, where it came compressed (RFC 7692), else null; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
public record ServerFrame(int opcode, byte[] payload, byte @Nullable [] deflated) {

    /**
     * A frame that came as it is.
     *
     * @param opcode as above
     * @param payload as above
     */
    public ServerFrame(int opcode, byte[] payload) {
        this(opcode, payload, null);
    }

    /**
     * Whether it came compressed.
     *
     * @return true where there is a {@link #deflated()} payload
     */
    public boolean isCompressed() {
        return deflated != null;
    }

    /**
     * Whether it is a message.
     *
     * @return true for a text frame
     */
    public boolean isText() {
        return opcode == EncodedFrame.TEXT;
    }

    /**
     * The payload as text.
     *
     * @return the message of a text frame, or what a ping or pong carries
     */
    public String text() {
        return new String(payload, UTF_8);
    }

    /**
     * The status code of a Close frame (RFC 6455 section 7.4).
     *
     * @return the code, or 1005 where the frame has none
     */
    public int closeCode() {
        return payload.length < 2 ? 1005 : (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
    }

    /**
     * The reason of a Close frame.
     *
     * @return the reason, possibly empty
     */
    public String closeReason() {
        return payload.length <= 2 ? "" : new String(payload, 2, payload.length - 2, UTF_8);
    }

    /** The frame as a line of a {@linkplain Dialogue dialogue}. */
    @Override
    public String toString() {
        return switch (opcode) {
            case EncodedFrame.TEXT -> text();
            case EncodedFrame.PING -> ("PING " + text()).strip();
            case EncodedFrame.PONG -> ("PONG " + text()).strip();
            case EncodedFrame.CLOSE -> ("CLOSE " + closeCode() + " " + closeReason()).strip();
            default -> "FRAME " + opcode + " of " + payload.length + " bytes";
        };
    }
}
