package dev.reverb.internal.wire;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request to the HTTP API: decoded, their names in lower case as they are signed, sorted by name. A
 * query that is written so already, as that of every publisher that is known, is not copied; only its places are sorted.
 */
public final class QueryParameters {

    /** Queries with more are sorted by a map. */
    private static final int FEW = 32;

    /** Of each parameter: where its name begins and ends, and where its value does. */
    private static final int PLACES = 4;

    private final String text;
    private final boolean ascii;
    private int[] places;
    private int count;

    private QueryParameters(String text, boolean ascii, int expected) {
        this.text = text;
        this.ascii = ascii;
        this.places = new int[PLACES * expected];
    }

    /**
     * Reads a query.
     *
     * @param query what follows the {@code ?}, or null
     * @return the parameters, or null where an escape is broken or what it stands for is not UTF-8; where a name comes
     *     twice, the last one counts, and lower case before others
     */
    public static @Nullable QueryParameters parse(@Nullable String query) {
        if (query == null) {
            return new QueryParameters("", true, 0);
        }
        QueryParameters plain = plain(query);
        return plain == null ? decoded(query) : plain;
    }

    private static @Nullable QueryParameters plain(String query) {
        if (query.indexOf('%') >= 0 || query.indexOf('+') >= 0 || !isAscii(query)) {
            return null;
        }
        QueryParameters parameters = new QueryParameters(query, true, 5);
        for (int from = 0; from < query.length(); ) {
            int and = query.indexOf('&', from);
            int end = and < 0 ? query.length() : and;
            if (end > from && !parameters.insert(from, end)) {
                return null;
            }
            from = end + 1;
        }
        return parameters;
    }

    /** Without a branch for each character, since most of a request is here. */
    private static boolean isAscii(String text) {
        int all = 0;
        for (int i = 0; i < text.length(); i++) {
            all |= text.charAt(i);
        }
        return all < 0x80;
    }

    /** Puts a parameter into its place; returns false where there are too many, or its name is not in lower case. */
    private boolean insert(int from, int end) {
        int nameEnd = from;
        for (; nameEnd < end && text.charAt(nameEnd) != '='; nameEnd++) {
            if (Character.isUpperCase(text.charAt(nameEnd))) {
                return false;
            }
        }
        return insert(from, nameEnd, end);
    }

    private boolean insert(int from, int nameEnd, int end) {
        int at = count;
        while (at > 0) {
            int order = compareNames(at - 1, from, nameEnd);
            if (order == 0) {
                set(at - 1, from, nameEnd, end);
                return true;
            }
            if (order < 0) {
                break;
            }
            at--;
        }
        if (count == FEW) {
            return false;
        }
        if (places.length == PLACES * count) {
            places = Arrays.copyOf(places, 2 * places.length);
        }
        System.arraycopy(places, PLACES * at, places, PLACES * (at + 1), PLACES * (count - at));
        set(at, from, nameEnd, end);
        count++;
        return true;
    }

    private void set(int index, int from, int nameEnd, int end) {
        places[PLACES * index] = from;
        places[PLACES * index + 1] = nameEnd;
        places[PLACES * index + 2] = Math.min(nameEnd + 1, end);
        places[PLACES * index + 3] = end;
    }

    private int compareNames(int index, int from, int to) {
        int otherFrom = nameFrom(index);
        int length = nameTo(index) - otherFrom;
        for (int i = 0; i < Math.min(length, to - from); i++) {
            int order = text.charAt(otherFrom + i) - text.charAt(from + i);
            if (order != 0) {
                return order;
            }
        }
        return length - (to - from);
    }

    private static @Nullable QueryParameters decoded(String query) {
        SortedMap<String, String> parsed = QueryString.parse(query);
        if (parsed == null) {
            return null;
        }
        // A name in another case must not mean less to the route than it did to the signature.
        SortedMap<String, String> sorted = new TreeMap<>();
        parsed.forEach((name, value) -> sorted.put(name.toLowerCase(Locale.ROOT), value));
        StringBuilder text = new StringBuilder(query.length());
        sorted.forEach((name, value) -> text.append(name).append('=').append(value));
        QueryParameters parameters = new QueryParameters(text.toString(), false, sorted.size());
        int from = 0;
        for (Map.Entry<String, String> parameter : sorted.entrySet()) {
            int nameEnd = from + parameter.getKey().length();
            int end = nameEnd + 1 + parameter.getValue().length();
            parameters.set(parameters.count++, from, nameEnd, end);
            from = end;
        }
        return parameters;
    }

    /** How many there are. */
    public int count() {
        return count;
    }

    /** The text that the names and values are parts of. */
    public String text() {
        return text;
    }

    /** Whether the text is known to be ASCII. */
    public boolean isAscii() {
        return ascii;
    }

    public int nameFrom(int index) {
        return places[PLACES * index];
    }

    public int nameTo(int index) {
        return places[PLACES * index + 1];
    }

    public int valueFrom(int index) {
        return places[PLACES * index + 2];
    }

    public int valueTo(int index) {
        return places[PLACES * index + 3];
    }

    /** The place of a name among the others, or -1. */
    public int indexOf(String name) {
        for (int i = 0; i < count; i++) {
            if (isText(name, nameFrom(i), nameTo(i))) {
                return i;
            }
        }
        return -1;
    }

    /** Whether there is a parameter of that name and value. */
    public boolean has(String name, String value) {
        int index = indexOf(name);
        return index >= 0 && isText(value, valueFrom(index), valueTo(index));
    }

    private boolean isText(String expected, int from, int to) {
        return to - from == expected.length() && text.startsWith(expected, from);
    }

    /** The value of a parameter, or null. */
    public @Nullable String get(String name) {
        int index = indexOf(name);
        return index < 0 ? null : text.substring(valueFrom(index), valueTo(index));
    }

    /** How many there are, not which: signatures are among them. */
    @Override
    public String toString() {
        return "QueryParameters[" + count + "]";
    }
}
