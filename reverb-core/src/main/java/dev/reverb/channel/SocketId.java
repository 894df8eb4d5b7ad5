package dev.reverb.channel;

import java.util.Optional;

/**
 * The id of one connection as clients know it: {@code <digits>.<digits>}, both below 10<sup>9</sup>. Unique in the
 * cluster, and not guessable.
 *
 * @param high the number before the dot
 * @param low the number behind the dot
 */
public record SocketId(int high, int low) {

    /** Both numbers are below this. */
    public static final int BOUND = 1_000_000_000;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException where one is negative or not below {@link #BOUND}
     */
    public SocketId {
        if (high < 0 || high >= BOUND || low < 0 || low >= BOUND) {
            throw new IllegalArgumentException("Not a socket id: " + high + "." + low);
        }
    }

    /**
     * Reads a socket id.
     *
     * @param text such as {@code 823109.55231}
     * @return the id, or empty where the text is none
     */
    public static Optional<SocketId> parse(String text) {
        int dot = text.indexOf('.');
        int high = number(text, 0, dot);
        int low = number(text, dot + 1, text.length());
        return dot < 0 || high < 0 || low < 0 ? Optional.empty() : Optional.of(new SocketId(high, low));
    }

    private static int number(String text, int from, int to) {
        int digits = to - from;
        if (digits < 1 || digits > 9) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            // Only the spelling that we give out names the connection: no signs, no leading zeros.
            if (c < '0' || c > '9' || c == '0' && i == from && digits > 1) {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }

    /** The id as it goes over the wire. */
    @Override
    public String toString() {
        return high + "." + low;
    }
}
