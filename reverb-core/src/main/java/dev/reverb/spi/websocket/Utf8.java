package dev.reverb.spi.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Tells whether bytes are UTF-8 (RFC 3629, Unicode table 3-7). Refuses overlong forms, surrogates and what lies above
 * U+10FFFF: a browser that gets any of them in a text frame ends its connection with 1007.
 *
 * <p>Safe for any thread.
 */
public final class Utf8 {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long NON_ASCII = 0x8080_8080_8080_8080L;

    private Utf8() {}

    /**
     * Whether a range of bytes is well-formed.
     *
     * @param bytes an array that holds the text
     * @param offset where it starts
     * @param length how many bytes it has; none at all are valid
     * @return true where every byte belongs to a whole character
     * @throws IndexOutOfBoundsException where the range is not inside the array
     */
    public static boolean isValid(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int end = offset + length;
        int at = skipAscii(bytes, offset, end);
        while (at < end) {
            int size = characterSize(bytes, at, end);
            if (size == 0) {
                return false;
            }
            at += size;
            if (at < end && bytes[at] >= 0) {
                at = skipAscii(bytes, at, end);
            }
        }
        return true;
    }

    private static int skipAscii(byte[] bytes, int from, int end) {
        int at = from;
        while (at <= end - Long.BYTES && ((long) LONGS.get(bytes, at) & NON_ASCII) == 0) {
            at += Long.BYTES;
        }
        while (at < end && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    /** The size of the character of more than one byte that starts here, or 0 where there is none. */
    private static int characterSize(byte[] bytes, int at, int end) {
        int lead = bytes[at] & 0xFF;
        int size = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
        if (size == 0 || size > end - at || !isSecond(lead, bytes[at + 1])) {
            return 0;
        }
        for (int i = at + 2; i < at + size; i++) {
            if (!isContinuation(bytes[i])) {
                return 0;
            }
        }
        return size;
    }

    /** Only the second byte's range depends on the first: that is where overlong forms and surrogates are told. */
    private static boolean isSecond(int lead, byte second) {
        int value = second & 0xFF;
        return switch (lead) {
            case 0xE0 -> value >= 0xA0 && value <= 0xBF;
            case 0xED -> value >= 0x80 && value <= 0x9F;
            case 0xF0 -> value >= 0x90 && value <= 0xBF;
            case 0xF4 -> value >= 0x80 && value <= 0x8F;
            default -> isContinuation(second);
        };
    }

    private static boolean isContinuation(byte value) {
        return (value & 0xC0) == 0x80;
    }
}
