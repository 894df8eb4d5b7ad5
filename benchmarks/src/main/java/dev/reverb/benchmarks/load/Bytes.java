package dev.reverb.benchmarks.load;

import java.nio.charset.StandardCharsets;

/** Searches in what was received. */
final class Bytes {

    private Bytes() {}

    /** Where the pattern first is between two offsets, or -1. */
    static int indexOf(byte[] bytes, int from, int to, byte[] pattern) {
        byte first = pattern[0];
        for (int i = from, last = to - pattern.length; i <= last; i++) {
            if (bytes[i] == first && startsWith(bytes, i, to, pattern)) {
                return i;
            }
        }
        return -1;
    }

    static boolean startsWith(byte[] bytes, int from, int to, byte[] pattern) {
        if (to - from < pattern.length) {
            return false;
        }
        for (int i = 0; i < pattern.length; i++) {
            if (bytes[from + i] != pattern[i]) {
                return false;
            }
        }
        return true;
    }

    /** Like {@link #startsWith}, for a pattern in lower case and text in any. */
    static boolean startsWithIgnoringCase(byte[] bytes, int from, int to, byte[] pattern) {
        if (to - from < pattern.length) {
            return false;
        }
        for (int i = 0; i < pattern.length; i++) {
            if (lower(bytes[from + i]) != pattern[i]) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }

    /** The decimal number in exactly so many bytes, or -1 if it is none. */
    static long digits(byte[] bytes, int from, int count) {
        long number = 0;
        for (int i = from; i < from + count; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** The beginning of some text, for a message. */
    static String excerpt(byte[] bytes, int from, int to, int max) {
        return new String(bytes, from, Math.min(to - from, max), StandardCharsets.UTF_8);
    }
}
