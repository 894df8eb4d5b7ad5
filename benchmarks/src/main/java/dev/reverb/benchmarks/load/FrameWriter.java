package dev.reverb.benchmarks.load;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/** Makes a client's frames: whole messages, masked (RFC 6455 section 5.2). */
final class FrameWriter {

    static final int TEXT = 0x1;
    static final int CLOSE = 0x8;
    static final int PONG = 0xA;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int LONGEST_HEADER = 14;

    private final SplittableRandom random = new SplittableRandom();
    private byte[] frame = new byte[4096];

    /** Makes a frame in {@link #frame}, and returns its length. */
    int write(int opcode, byte[] payload, int from, int length) {
        if (frame.length < length + LONGEST_HEADER) {
            frame = new byte[2 * length + LONGEST_HEADER];
        }
        frame[0] = (byte) (0x80 | opcode);
        int at = writeLength(length);
        int key = random.nextInt();
        for (int shift = 24; shift >= 0; shift -= 8) {
            frame[at++] = (byte) (key >> shift);
        }
        mask(payload, from, length, key, at);
        return at + length;
    }

    byte[] frame() {
        return frame;
    }

    private int writeLength(int length) {
        if (length < 126) {
            frame[1] = (byte) (0x80 | length);
            return 2;
        }
        int bytes = length < 1 << 16 ? 2 : 8;
        frame[1] = (byte) (0x80 | (bytes == 2 ? 126 : 127));
        for (int i = 0; i < bytes; i++) {
            frame[2 + i] = (byte) ((long) length >> 8 * (bytes - 1 - i));
        }
        return 2 + bytes;
    }

    private void mask(byte[] payload, int from, int length, int key, int at) {
        long wide = (key & 0xFFFF_FFFFL) << 32 | key & 0xFFFF_FFFFL;
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            LONGS.set(frame, at + i, (long) LONGS.get(payload, from + i) ^ wide);
        }
        for (; i < length; i++) {
            frame[at + i] = (byte) (payload[from + i] ^ key >> 24 - 8 * (i & 3));
        }
    }
}
