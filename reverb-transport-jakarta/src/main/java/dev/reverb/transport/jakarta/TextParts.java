package dev.reverb.transport.jakarta;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Puts the parts of a message together as UTF-8, up to a limit. Used by the one thread at a time that the container reads with. */
final class TextParts {

    private static final byte[] NOTHING = {};

    private byte[] bytes = NOTHING;
    private int length;

    /** A part may end within a character that takes two. */
    private String cut = "";

    /**
     * Adds a part.
     *
     * @param limit the most bytes that the message may have
     * @return whether they fit
     */
    boolean add(String part, boolean last, int limit) {
        String text = cut.isEmpty() ? part : cut + part;
        cut = "";
        if (!last && !text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1))) {
            cut = text.substring(text.length() - 1);
            text = text.substring(0, text.length() - 1);
        }
        byte[] utf8 = text.getBytes(UTF_8);
        if (utf8.length > limit - length) {
            bytes = NOTHING;
            length = 0;
            return false;
        }
        append(utf8);
        return true;
    }

    private void append(byte[] utf8) {
        if (length == 0) {
            bytes = utf8;
        } else {
            if (bytes.length - length < utf8.length) {
                bytes = Arrays.copyOf(bytes, Math.max(length + utf8.length, 2 * length));
            }
            System.arraycopy(utf8, 0, bytes, length, utf8.length);
        }
        length += utf8.length;
    }

    /** The whole message; the next one begins. */
    byte[] take() {
        byte[] whole = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        bytes = NOTHING;
        length = 0;
        return whole;
    }
}
