package dev.reverb.spi.websocket;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the headers of a client's frames, one after another (RFC 6455 section 5.2), and judges what can be told from one
 * header alone. A header that is cut is collected; between headers nothing is held.
 */
final class FrameHeader {

    static final int CONTINUATION = 0x0;
    static final int BINARY = 0x2;

    /** The first byte of a text in one frame: the last of its message, without an extension. */
    private static final byte WHOLE_TEXT = (byte) (0x80 | EncodedFrame.TEXT);

    /** The same, compressed (RFC 7692 section 6). */
    private static final byte WHOLE_COMPRESSED = (byte) (0x80 | EncodedFrame.RSV1 | EncodedFrame.TEXT);

    private static final byte WHOLE_PING = (byte) (0x80 | EncodedFrame.PING);
    private static final byte WHOLE_PONG = (byte) (0x80 | EncodedFrame.PONG);

    /** Two bytes, a mask of four. */
    static final int SHORT_SIZE = 6;

    private static final int MAX_CONTROL_PAYLOAD = 125;

    /** Two bytes, a length of eight, a mask of four. */
    private static final int MAX_SIZE = 14;

    private @Nullable ByteBuffer cut;
    private byte first;
    private boolean masked;
    private int mask;
    private long length;
    private int shortest;

    /** Whether the beginning of a header has been taken. */
    boolean isCut() {
        return cut != null;
    }

    /** Takes the next header, or what there is of it, and returns whether it is whole. */
    boolean read(ByteBuffer bytes) {
        if (cut == null) {
            if (bytes.remaining() >= sizeOf(bytes)) {
                parse(bytes);
                return true;
            }
            cut = ByteBuffer.allocate(MAX_SIZE);
        }
        return collect(bytes, cut);
    }

    private boolean collect(ByteBuffer bytes, ByteBuffer collected) {
        while (bytes.hasRemaining()) {
            collected.put(bytes.get()).flip();
            if (collected.remaining() >= sizeOf(collected)) {
                cut = null;
                parse(collected);
                return true;
            }
            collected.position(collected.limit()).limit(MAX_SIZE);
        }
        return false;
    }

    /** How long the header that starts here is, as far as can be told. Where there is no mask, two bytes are enough. */
    private static int sizeOf(ByteBuffer bytes) {
        if (bytes.remaining() < 2) {
            return 2;
        }
        byte second = bytes.get(bytes.position() + 1);
        if (second >= 0) {
            return 2;
        }
        int seven = second & 0x7F;
        return seven == 126 ? 8 : seven == 127 ? MAX_SIZE : 6;
    }

    private void parse(ByteBuffer bytes) {
        first = bytes.get();
        byte second = bytes.get();
        masked = second < 0;
        length = second & 0x7F;
        shortest = 0;
        if (!masked) {
            return;
        }
        if (length == 126) {
            shortest = 126;
            length = number(bytes, 2);
        } else if (length == 127) {
            shortest = 65_536;
            length = number(bytes, 8);
        }
        mask = (int) number(bytes, 4);
    }

    /** Whether a masked ping or pong without fault lies in the buffer as a whole, which has an array. Nothing is taken. */
    static boolean isWholePingOrPong(ByteBuffer bytes) {
        if (bytes.remaining() < SHORT_SIZE || !bytes.hasArray()) {
            return false;
        }
        byte[] array = bytes.array();
        int at = bytes.arrayOffset() + bytes.position();
        int length = array[at + 1] & 0x7F;
        return (array[at] == WHOLE_PING || array[at] == WHOLE_PONG)
                && array[at + 1] < 0
                && length < 126
                && length <= bytes.remaining() - SHORT_SIZE;
    }

    /**
     * The size of the header of an unfragmented, masked text with a short length that lies in the buffer as a whole, payload and
     * all, where the buffer has an array; else 0. Nothing is taken.
     *
     * @param compression whether it may be compressed
     */
    static int wholeText(ByteBuffer bytes, boolean compression) {
        int available = bytes.remaining();
        if (available < 6 || !bytes.hasArray()) {
            return 0;
        }
        byte[] array = bytes.array();
        int at = bytes.arrayOffset() + bytes.position();
        int seven = array[at + 1] & 0x7F;
        if (array[at] != WHOLE_TEXT && !(compression && array[at] == WHOLE_COMPRESSED)
                || array[at + 1] >= 0
                || seven == 127
                || seven == 126 && available < 8) {
            return 0;
        }
        int size = seven == 126 ? 8 : 6;
        int length = shortLength(array, at);
        boolean shortest = seven < 126 || length >= 126;
        return shortest && length <= available - size ? size : 0;
    }

    /** The length that stands in seven or sixteen bits. */
    static int shortLength(byte[] array, int at) {
        int seven = array[at + 1] & 0x7F;
        return seven < 126 ? seven : (array[at + 2] & 0xFF) << 8 | array[at + 3] & 0xFF;
    }

    /** The mask that stands before a payload. */
    static int mask(byte[] array, int payload) {
        return array[payload - 4] << 24
                | (array[payload - 3] & 0xFF) << 16
                | (array[payload - 2] & 0xFF) << 8
                | array[payload - 1] & 0xFF;
    }

    private static long number(ByteBuffer bytes, int size) {
        long number = 0;
        for (int i = 0; i < size; i++) {
            number = number << 8 | bytes.get() & 0xFF;
        }
        return number;
    }

    /**
     * What about this header breaks the RFC wherever it stands, or null.
     *
     * @param compression whether {@code permessage-deflate} was negotiated
     */
    @Nullable
    String problem(boolean compression) {
        boolean mayBeCompressed = compression && !isControl() && opcode() != CONTINUATION;
        if ((first & (mayBeCompressed ? 0x30 : 0x70)) != 0) {
            return "A reserved bit is set, and no extension that was negotiated has it there.";
        }
        if (!masked) {
            return "A client's frame must be masked.";
        }
        if (opcode() > EncodedFrame.PONG || opcode() > BINARY && !isControl()) {
            return "An opcode is unknown.";
        }
        if (isControl() && !isLast()) {
            return "A control frame must not be fragmented.";
        }
        if (isControl() && (length > MAX_CONTROL_PAYLOAD || length < 0)) {
            return "A control frame has at most " + MAX_CONTROL_PAYLOAD + " bytes.";
        }
        if (length < shortest) {
            return length < 0 ? "A length has its highest bit set." : "A length is not in its shortest form.";
        }
        return null;
    }

    boolean isLast() {
        return first < 0;
    }

    int opcode() {
        return first & 0x0F;
    }

    /** Whether it begins a compressed message; where {@link #problem} found nothing. */
    boolean isCompressed() {
        return (first & EncodedFrame.RSV1) != 0;
    }

    boolean isControl() {
        return (first & 0x08) != 0;
    }

    /** The four bytes of the mask, the first one highest. */
    int mask() {
        return mask;
    }

    /** The announced length of the payload. */
    long length() {
        return length;
    }
}
