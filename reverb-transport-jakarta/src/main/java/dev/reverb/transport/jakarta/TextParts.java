package dev.reverb.transport.jakarta;

import java.util.Arrays;

/** Puts the parts of a message together, up to a limit. On the lane. */
final class TextParts {

    private static final byte[] NOTHING = {};

    private byte[] bytes = NOTHING;
    private int length;

    /**
     * Adds a part.
     *
     * @param limit the most bytes that the message may have
     * @return whether they fit
     */
    boolean add(byte[] part, int limit) {
        if (part.length > limit - length) {
            take();
            return false;
        }
        if (length == 0) {
            bytes = part;
        } else {
            if (part.length > bytes.length - length) {
                bytes = Arrays.copyOf(bytes, Math.max(length + part.length, 2 * length));
            }
            System.arraycopy(part, 0, bytes, length, part.length);
        }
        length += part.length;
        return true;
    }

    /** How many bytes there are. */
    int length() {
        return length;
    }

    /** An array that begins with the message; the next one begins. */
    byte[] take() {
        byte[] message = bytes;
        bytes = NOTHING;
        length = 0;
        return message;
    }
}
