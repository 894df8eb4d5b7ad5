package dev.reverb.internal.auth;

import java.nio.charset.StandardCharsets;

/** Hashes as hexadecimal digits, written and compared in a time that does not depend on what they are. */
final class Hex {

    private Hex() {}

    /** The digits of the first bytes, in lower case. */
    static String format(byte[] bytes, int length) {
        byte[] digits = new byte[2 * length];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = (byte) digit(bytes, i);
        }
        return new String(digits, StandardCharsets.ISO_8859_1);
    }

    /**
     * Whether a part of a text is the digits of the first bytes, in lower case.
     *
     * @param from where the part begins
     * @param to behind its end
     */
    static boolean equal(byte[] bytes, int length, String text, int from, int to) {
        if (to - from != 2 * length) {
            return false;
        }
        int difference = 0;
        for (int i = 0; i < 2 * length; i++) {
            difference |= digit(bytes, i) ^ text.charAt(from + i);
        }
        return difference == 0;
    }

    private static int digit(byte[] bytes, int index) {
        int value = bytes[index >> 1] >> ((index & 1) == 0 ? 4 : 0) & 15;
        // Past 9 the sign bits let through what lies between ':' and 'a'.
        return '0' + value + (9 - value >> 31 & 'a' - '9' - 1);
    }
}
