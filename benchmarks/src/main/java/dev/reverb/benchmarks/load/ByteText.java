package dev.reverb.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text that is put together as bytes, in an array that is used again and again. */
final class ByteText {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int length;

    ByteText(int capacity) {
        this.bytes = new byte[capacity];
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    ByteText clear() {
        length = 0;
        return this;
    }

    ByteText add(byte[] more) {
        return add(more, 0, more.length);
    }

    ByteText add(byte[] more, int from, int count) {
        int at = grow(count);
        System.arraycopy(more, from, bytes, at, count);
        return this;
    }

    ByteText add(ByteText more) {
        return add(more.bytes, 0, more.length);
    }

    /** A number with leading zeros. */
    ByteText digits(long number, int count) {
        int at = grow(count);
        long rest = number;
        for (int i = at + count - 1; i >= at; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return this;
    }

    ByteText number(long number) {
        int count = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            count++;
        }
        return digits(number, count);
    }

    ByteText hex(byte[] raw) {
        int at = grow(2 * raw.length);
        for (byte b : raw) {
            bytes[at++] = HEX[b >> 4 & 15];
            bytes[at++] = HEX[b & 15];
        }
        return this;
    }

    /** Makes room for more, and returns where it goes. */
    private int grow(int count) {
        int at = length;
        length += count;
        if (length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length, 2 * bytes.length));
        }
        return at;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
