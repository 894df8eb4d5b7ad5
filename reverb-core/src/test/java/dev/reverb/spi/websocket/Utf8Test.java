package dev.reverb.spi.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The JDK's strict decoder is the judge. */
class Utf8Test {

    private final CharsetDecoder decoder = UTF_8.newDecoder();
    private final CharBuffer decoded = CharBuffer.allocate(100);

    @Test
    void judgesEverySequenceOfUpToThreeBytesLikeTheJdk() {
        for (int length = 0; length <= 3; length++) {
            for (int value = 0; value < 1 << 8 * length; value++) {
                // Below U+0080 nothing depends on the neighbours.
                if (length == 3 && (value & 0x800000) == 0) {
                    value = 0x800000;
                }
                check(bytes(value, length));
            }
        }
    }

    @Test
    void judgesSequencesOfFourBytesLikeTheJdk() {
        int[] edges = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
        for (int lead = 0xE0; lead <= 0xFF; lead++) {
            for (int second = 0; second <= 0xFF; second++) {
                for (int third : edges) {
                    for (int fourth : edges) {
                        check(bytes(lead << 24 | second << 16 | third << 8 | fourth, 4));
                    }
                }
            }
        }
    }

    @Test
    void acceptsEveryCodePointBetweenAsciiOfAnyLength() {
        for (int codePoint = 0; codePoint <= 0x10FFFF; codePoint += codePoint < 0x3000 ? 1 : 61) {
            if (codePoint < 0xD800 || codePoint > 0xDFFF) {
                String text = "a".repeat(codePoint % 17) + Character.toString(codePoint) + "z".repeat(codePoint % 11);
                assertThat(isValid(text.getBytes(UTF_8))).as(text).isTrue();
            }
        }
    }

    @Test
    void findsOneWrongByteAnywhere() {
        byte[] text = "Aβ€😀 plain text of some length, then ψ and more".getBytes(UTF_8);
        Random random = new Random(6455);
        for (int round = 0; round < 20_000; round++) {
            byte[] changed = text.clone();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            check(changed);
        }
    }

    @Test
    void looksAtItsRangeOnly() {
        byte[] bytes = {(byte) 0xFF, 'a', (byte) 0xC3, (byte) 0xA9, (byte) 0xA9};
        assertThat(Utf8.isValid(bytes, 1, 3)).isTrue();
        assertThat(Utf8.isValid(bytes, 1, 2)).isFalse();
        assertThat(Utf8.isValid(bytes, 1, 4)).isFalse();
        assertThat(Utf8.isValid(bytes, 5, 0)).isTrue();
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> Utf8.isValid(bytes, 4, 2));
    }

    private void check(byte[] bytes) {
        boolean expected = jdk(bytes);
        if (isValid(bytes) != expected) {
            throw new AssertionError(Arrays.toString(bytes) + " is " + (expected ? "valid" : "invalid"));
        }
    }

    private static boolean isValid(byte[] bytes) {
        return Utf8.isValid(bytes, 0, bytes.length);
    }

    private boolean jdk(byte[] bytes) {
        CoderResult result = decoder.reset().decode(ByteBuffer.wrap(bytes), decoded.clear(), true);
        return !result.isError();
    }

    private static byte[] bytes(int value, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (value >>> 8 * (length - 1 - i));
        }
        return bytes;
    }
}
