package dev.reverb.scaling.redis.internal.state;

import java.security.SecureRandom;

/**
 * One incarnation of a server. A server that was given up for dead comes back under another; so nothing that the old one has still
 * under way can change what the new one says.
 *
 * @param value 1 to {@value #MAX_LENGTH} of {@code A-Za-z0-9_-}
 */
public record NodeId(String value) {

    /** The longest id, in characters. */
    public static final int MAX_LENGTH = 64;

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException where it is empty, too long, or has other characters
     */
    public NodeId {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "Not a node id: \"" + value + "\". It is 1 to " + MAX_LENGTH + " of A-Za-z0-9_-");
        }
    }

    /** Makes an id that no other server has: 80 random bits. */
    public static NodeId random() {
        StringBuilder id = new StringBuilder(16);
        for (int i = 0; i < 16; i++) {
            id.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return new NodeId(id.toString());
    }

    /** Whether a text can be an id. */
    static boolean isValid(String value) {
        return !value.isEmpty() && value.length() <= MAX_LENGTH && value.chars().allMatch(NodeId::isAllowed);
    }

    private static boolean isAllowed(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }

    @Override
    public String toString() {
        return value;
    }
}
