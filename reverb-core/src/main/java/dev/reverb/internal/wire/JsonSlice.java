package dev.reverb.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A JSON value as it lies in the bytes that it came in. The bytes may belong to somebody else: whoever keeps a slice
 * beyond the call copies it.
 *
 * @param bytes the array
 * @param from where the value begins
 * @param to behind its last byte
 */
public record JsonSlice(byte[] bytes, int from, int to) {

    /** A JSON value from text that is known to be one. */
    public static JsonSlice of(String json) {
        byte[] utf8 = json.getBytes(UTF_8);
        return new JsonSlice(utf8, 0, utf8.length);
    }

    public int length() {
        return to - from;
    }

    public boolean isString() {
        return bytes[from] == '"';
    }

    public boolean isObject() {
        return bytes[from] == '{';
    }

    public boolean isNumber() {
        return bytes[from] == '-' || bytes[from] >= '0' && bytes[from] <= '9';
    }

    public boolean isNull() {
        return bytes[from] == 'n';
    }

    /** The value's text, as JSON. */
    public String json() {
        return new String(bytes, from, to - from, UTF_8);
    }

    /** A slice of bytes of its own, for keeping. */
    public JsonSlice copy() {
        byte[] own = java.util.Arrays.copyOfRange(bytes, from, to);
        return new JsonSlice(own, 0, own.length);
    }

    /** The string that a JSON string stands for. Lone surrogates stay what they are. */
    public String string() {
        StringBuilder decoded = null;
        int plain = from + 1;
        for (int i = from + 1; i < to - 1; i++) {
            if (bytes[i] != '\\') {
                continue;
            }
            if (decoded == null) {
                decoded = new StringBuilder(to - from);
            }
            decoded.append(new String(bytes, plain, i - plain, UTF_8));
            i++;
            if (bytes[i] == 'u') {
                decoded.append((char) hex(i + 1));
                i += 4;
            } else {
                decoded.append(unescaped(bytes[i]));
            }
            plain = i + 1;
        }
        String rest = new String(bytes, plain, to - 1 - plain, UTF_8);
        return decoded == null ? rest : decoded.append(rest).toString();
    }

    /** How many bytes of UTF-8 the string that a JSON string stands for has; a lone surrogate counts 3. */
    public int decodedLength() {
        int length = 0;
        for (int i = from + 1; i < to - 1; i++) {
            if (bytes[i] != '\\') {
                length++;
            } else if (bytes[++i] != 'u') {
                length++;
            } else {
                int unit = hex(i + 1);
                i += 4;
                if (Character.isHighSurrogate((char) unit) && isLowSurrogateAt(i + 1)) {
                    length += 4;
                    i += 6;
                } else {
                    length += unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
                }
            }
        }
        return length;
    }

    private boolean isLowSurrogateAt(int at) {
        return at + 6 < to && bytes[at] == '\\' && bytes[at + 1] == 'u' && Character.isLowSurrogate((char) hex(at + 2));
    }

    private int hex(int at) {
        int value = 0;
        for (int i = at; i < at + 4; i++) {
            value = value << 4 | Character.digit(bytes[i], 16);
        }
        return value;
    }

    private static char unescaped(byte escape) {
        return switch (escape) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> (char) escape;
        };
    }

    /** How much there is, not what: it may hold what clients say to each other. */
    @Override
    public String toString() {
        return "JsonSlice[" + length() + " bytes]";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonSlice slice
                && java.util.Arrays.equals(bytes, from, to, slice.bytes, slice.from, slice.to);
    }

    @Override
    public int hashCode() {
        return json().hashCode();
    }
}
