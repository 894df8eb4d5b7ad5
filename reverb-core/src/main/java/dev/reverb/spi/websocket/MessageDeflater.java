package dev.reverb.spi.websocket;

import java.util.zip.Deflater;

/**
 * Compresses messages (RFC 7692 section 7.2.1), each by itself: nothing of one is remembered for the next, so that whoever gets
 * one can inflate it. Used by {@link EncodedFrame#compressed}.
 *
 * <p>Has a quarter of a megabyte outside of the heap until it is closed. One thread at a time, such as a lane.
 */
public final class MessageDeflater implements AutoCloseable {

    /** How hard it tries, 1 to 9; see {@code docs/compression.md} for what was measured. */
    static final int LEVEL = 6;

    /** What each flush ends with and no message carries. */
    private static final int TAIL = 4;

    /** How large a buffer is kept for the next message, in bytes. */
    private static final int KEPT = 64 * 1024;

    private static final byte[] NOTHING = {};

    private final Deflater deflater = new Deflater(LEVEL, true);
    private byte[] bytes = NOTHING;

    /** A deflater without a buffer. */
    public MessageDeflater() {}

    /**
     * Compresses a message.
     *
     * @return how many of {@link #bytes} are its compressed form, or -1 where that is not smaller
     */
    int deflate(byte[] message, int offset, int length) {
        // Where not even the tail fits behind, it is not smaller.
        int room = length + TAIL;
        if (bytes.length < room || bytes.length > KEPT) {
            bytes = new byte[Math.max(room, Math.min(KEPT, 2 * bytes.length))];
        }
        try {
            deflater.setInput(message, offset, length);
            int size = deflater.deflate(bytes, 0, room, Deflater.SYNC_FLUSH);
            return size < room ? size - TAIL : -1;
        } finally {
            deflater.reset();
        }
    }

    /** Good until the next call. */
    byte[] bytes() {
        return bytes;
    }

    /** Frees the memory outside of the heap; the deflater takes no more messages. */
    @Override
    public void close() {
        deflater.end();
    }
}
