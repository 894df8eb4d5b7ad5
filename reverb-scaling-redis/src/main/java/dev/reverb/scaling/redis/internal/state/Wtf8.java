package dev.reverb.scaling.redis.internal.state;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Text as bytes and back, without loss: UTF-8, with a lone surrogate as the three bytes that its code point would have (WTF-8). JSON
 * lets a user's id have one, and two ids must not become the same.
 */
final class Wtf8 {

    private Wtf8() {}

    static byte[] encode(String text) {
        int lone = loneSurrogate(text, 0);
        if (lone < 0) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() + 16);
        int from = 0;
        for (; lone >= 0; lone = loneSurrogate(text, from)) {
            bytes.writeBytes(text.substring(from, lone).getBytes(StandardCharsets.UTF_8));
            char c = text.charAt(lone);
            bytes.write(0xE0 | c >> 12);
            bytes.write(0x80 | c >> 6 & 0x3F);
            bytes.write(0x80 | c & 0x3F);
            from = lone + 1;
        }
        bytes.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    static String decode(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }

    static String decode(byte[] bytes, int from, int to) {
        int lone = encodedSurrogate(bytes, from, to);
        if (lone < 0) {
            return new String(bytes, from, to - from, StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder(to - from);
        int start = from;
        for (; lone >= 0; lone = encodedSurrogate(bytes, start, to)) {
            text.append(new String(bytes, start, lone - start, StandardCharsets.UTF_8));
            text.append((char) (0xD000 | (bytes[lone + 1] & 0x3F) << 6 | bytes[lone + 2] & 0x3F));
            start = lone + 3;
        }
        return text.append(new String(bytes, start, to - start, StandardCharsets.UTF_8))
                .toString();
    }

    private static int loneSurrogate(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    private static int encodedSurrogate(byte[] bytes, int from, int to) {
        for (int i = from; i + 2 < to; i++) {
            if (bytes[i] == (byte) 0xED && (bytes[i + 1] & 0xE0) == 0xA0 && (bytes[i + 2] & 0xC0) == 0x80) {
                return i;
            }
        }
        return -1;
    }
}
