package dev.reverb.spi.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Frames as a client sends them, right ones and wrong ones, written byte by byte as RFC 6455 section 5.2 draws them. */
final class ClientFrames {

    static final int FIN = 0x80;
    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    static final int KEY = 0x37FA213D;

    private ClientFrames() {}

    static byte[] text(String text) {
        return frame(FIN | TEXT, text.getBytes(UTF_8));
    }

    static byte[] frame(int first, byte[] payload) {
        return frame(first, payload, KEY);
    }

    static byte[] frame(int first, String payload) {
        return frame(first, payload.getBytes(UTF_8));
    }

    static byte[] frame(int first, byte[] payload, int key) {
        int size = payload.length < 126 ? 0 : payload.length < 65_536 ? 2 : 8;
        return concat(header(first, payload.length, size, key), masked(payload, key));
    }

    /** A header whose length takes 0, 2 or 8 bytes more, right or wrong. */
    static byte[] header(int first, long length, int lengthSize, int key) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        out.write(0x80 | (lengthSize == 0 ? (int) length : lengthSize == 2 ? 126 : 127));
        for (int i = lengthSize - 1; i >= 0; i--) {
            out.write((int) (length >>> 8 * i));
        }
        for (int i = 3; i >= 0; i--) {
            out.write(key >>> 8 * i);
        }
        return out.toByteArray();
    }

    static byte[] masked(byte[] payload, int key) {
        byte[] masked = new byte[payload.length];
        for (int i = 0; i < payload.length; i++) {
            masked[i] = (byte) (payload[i] ^ key >>> 24 - 8 * (i % 4));
        }
        return masked;
    }

    static byte[] close(int code, String reason) {
        byte[] utf8 = reason.getBytes(UTF_8);
        return frame(FIN | CLOSE, concat(new byte[] {(byte) (code >> 8), (byte) code}, utf8));
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
