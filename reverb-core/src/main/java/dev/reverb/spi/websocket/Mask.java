package dev.reverb.spi.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Takes the mask off clients' payloads (RFC 6455 section 5.3). */
final class Mask {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Mask() {}

    /**
     * Unmasks in place.
     *
     * @param key the four bytes of the mask, the first one highest
     * @param phase how many bytes of the payload came before these
     */
    static void remove(byte[] bytes, int offset, int length, int key, int phase) {
        int turned = Integer.rotateLeft(key, (phase & 3) * 8);
        long twice = (long) turned << 32 | turned & 0xFFFF_FFFFL;
        int at = offset;
        int end = offset + length;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            LONGS.set(bytes, at, (long) LONGS.get(bytes, at) ^ twice);
        }
        for (; at < end; at++) {
            bytes[at] ^= (byte) (turned >>> 24);
            turned = Integer.rotateLeft(turned, 8);
        }
    }
}
