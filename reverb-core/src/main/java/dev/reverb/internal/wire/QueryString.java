package dev.reverb.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.spi.websocket.Utf8;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what follows the {@code ?} of a request. */
public final class QueryString {

    private QueryString() {}

    /**
     * The parameters, decoded and sorted by name; where a name comes twice, the last one counts.
     *
     * @return the parameters, or null where an escape is broken or what it stands for is not UTF-8
     */
    public static @Nullable SortedMap<String, String> parse(@Nullable String query) {
        SortedMap<String, String> parameters = new TreeMap<>();
        if (query == null) {
            return parameters;
        }
        for (String pair : query.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals), true);
            String value = decode(equals < 0 ? "" : pair.substring(equals + 1), true);
            if (name == null || value == null) {
                return null;
            }
            parameters.put(name, value);
        }
        return parameters;
    }

    /**
     * Decodes percent escapes.
     *
     * @param plusIsSpace whether {@code +} stands for a space, as in queries but not in paths
     * @return the text, or null where an escape is broken or the result is not UTF-8
     */
    public static @Nullable String decode(String text, boolean plusIsSpace) {
        if (text.indexOf('%') < 0 && (!plusIsSpace || text.indexOf('+') < 0) && isAscii(text)) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int escaped = escaped(text, i + 1);
                if (escaped < 0) {
                    return null;
                }
                bytes.write(escaped);
                i += 2;
            } else if (c == '+' && plusIsSpace) {
                bytes.write(' ');
            } else {
                int codePoint = text.codePointAt(i);
                bytes.writeBytes(Character.toString(codePoint).getBytes(UTF_8));
                i += Character.charCount(codePoint) - 1;
            }
        }
        byte[] utf8 = bytes.toByteArray();
        return Utf8.isValid(utf8, 0, utf8.length) ? new String(utf8, UTF_8) : null;
    }

    /** The byte that two hexadecimal digits stand for, or -1. */
    private static int escaped(String text, int at) {
        return at + 1 < text.length()
                        && HexFormat.isHexDigit(text.charAt(at))
                        && HexFormat.isHexDigit(text.charAt(at + 1))
                ? HexFormat.fromHexDigits(text, at, at + 2)
                : -1;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }
}
