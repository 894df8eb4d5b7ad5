package dev.reverb.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON of UTF-8 bytes into slices, one level at a time and without a tree. The bytes must have been validated as
 * UTF-8. All of them are checked, also what is skipped: values may be nested 500 deep, numbers have 1 000 digits, and names
 * 50 000 bytes.
 */
public final class JsonReader {

    /** How deep values may be nested. */
    public static final int MAX_DEPTH = JsonScanner.MAX_DEPTH;

    /** The names that are read here, by their length: they are told without making a string of each. */
    private static final String[][] KNOWN = {
        {},
        {},
        {},
        {},
        {"name", "data", "info", "auth"},
        {"event", "batch"},
        {},
        {"channel", "user_id"},
        {"channels"},
        {"socket_id", "user_info"},
        {},
        {},
        {"channel_data"}
    };

    private JsonReader() {}

    /** Takes the members of an object. */
    @FunctionalInterface
    public interface MemberVisitor {

        /**
         * One member; where a name comes twice, both are told, and the later one wins by being later.
         *
         * @param name the member's name
         * @param value its value, valid as long as the bytes are
         */
        void member(String name, JsonSlice value);
    }

    /** Reads the members of the one object that the bytes hold. Some may have been told where it turns out to be malformed. */
    public static void readObject(byte[] bytes, int from, int length, MemberVisitor visitor)
            throws MalformedJsonException {
        JsonScanner scanner = new JsonScanner(bytes, from, length);
        scanner.open('{', 0);
        if (!scanner.takeIf('}')) {
            do {
                String name = name(scanner, bytes);
                scanner.take(':');
                visitor.member(name, value(scanner, bytes));
            } while (scanner.takeIf(','));
            scanner.take('}');
        }
        scanner.finish();
    }

    public static void readObject(JsonSlice slice, MemberVisitor visitor) throws MalformedJsonException {
        readObject(slice.bytes(), slice.from(), slice.length(), visitor);
    }

    /** Reads the elements of an array. */
    public static List<JsonSlice> readArray(JsonSlice slice) throws MalformedJsonException {
        List<JsonSlice> elements = new ArrayList<>();
        JsonScanner scanner = new JsonScanner(slice.bytes(), slice.from(), slice.length());
        scanner.open('[', 0);
        if (!scanner.takeIf(']')) {
            do {
                elements.add(value(scanner, slice.bytes()));
            } while (scanner.takeIf(','));
            scanner.take(']');
        }
        scanner.finish();
        return elements;
    }

    /** Reads text that is exactly one value, of any kind; the slice has bytes of its own. */
    public static JsonSlice readValue(String json) throws MalformedJsonException {
        byte[] bytes = json.getBytes(UTF_8);
        JsonScanner scanner = new JsonScanner(bytes, 0, bytes.length);
        JsonSlice value = value(scanner, bytes);
        scanner.finish();
        return value;
    }

    private static JsonSlice value(JsonScanner scanner, byte[] bytes) throws MalformedJsonException {
        scanner.peek();
        int from = scanner.position();
        scanner.skipValue(1);
        return new JsonSlice(bytes, from, scanner.position());
    }

    private static String name(JsonScanner scanner, byte[] bytes) throws MalformedJsonException {
        scanner.peek();
        int from = scanner.position();
        scanner.skipName();
        String known = known(bytes, from + 1, scanner.position() - 1);
        return known == null ? new JsonSlice(bytes, from, scanner.position()).string() : known;
    }

    private static @Nullable String known(byte[] bytes, int from, int to) {
        if (to - from < KNOWN.length) {
            for (String name : KNOWN[to - from]) {
                if (isAt(name, bytes, from)) {
                    return name;
                }
            }
        }
        return null;
    }

    private static boolean isAt(String ascii, byte[] bytes, int from) {
        for (int i = 0; i < ascii.length(); i++) {
            if (bytes[from + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
