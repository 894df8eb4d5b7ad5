package dev.reverb.broadcasting.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code Content-Type} says (RFC 9110 section 8.3.1).
 *
 * @param media in lower case, empty where there is none
 * @param charset UTF-8 unless it says another
 */
record ContentType(String media, Charset charset) {

    /** Reads a header; fails with a 415 where the charset is one that Java does not know. */
    static ContentType parse(@Nullable String header) {
        if (header == null) {
            return new ContentType("", UTF_8);
        }
        String[] parts = header.split(";", -1);
        Charset charset = UTF_8;
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.regionMatches(true, 0, "charset=", 0, "charset=".length())) {
                charset = charset(parameter.substring("charset=".length()).replace("\"", ""));
            }
        }
        return new ContentType(parts[0].strip().toLowerCase(Locale.ROOT), charset);
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException unknown) {
            throw Refusal.of(415, "The charset is not supported");
        }
    }

    boolean isForm() {
        return media.isEmpty() || media.equals("application/x-www-form-urlencoded");
    }

    boolean isJson() {
        return media.equals("application/json") || media.startsWith("application/") && media.endsWith("+json");
    }
}
