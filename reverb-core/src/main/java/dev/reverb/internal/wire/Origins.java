package dev.reverb.internal.wire;

import org.jspecify.annotations.Nullable;

/** Reads an {@code Origin} header (RFC 6454 section 7). */
public final class Origins {

    private Origins() {}

    /** The host alone, without scheme and port; null where there is none. */
    public static @Nullable String host(@Nullable String origin) {
        int from = origin == null ? -1 : origin.indexOf("://");
        if (origin == null || from < 0) {
            return null;
        }
        String authority = origin.substring(from + 3);
        int colon = authority.startsWith("[") ? authority.indexOf(':', authority.indexOf(']')) : authority.indexOf(':');
        return colon < 0 ? authority : authority.substring(0, colon);
    }
}
