package dev.reverb.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.spi.websocket.EncodedFrame;
import java.util.Arrays;

/** A growing JSON text in UTF-8. Room for a frame's header is kept in front, so that it becomes a frame by one copy. */
public final class JsonBytes {

    private static final int HEADER_ROOM = 10;
    private static final byte[] HEX = "0123456789abcdef".getBytes(UTF_8);

    private byte[] bytes;
    private int end = HEADER_ROOM;

    public JsonBytes() {
        this(128);
    }

    public JsonBytes(int expected) {
        bytes = new byte[HEADER_ROOM + expected];
    }

    /** Appends what is JSON already. */
    public JsonBytes raw(String ascii) {
        int length = ascii.length();
        room(length);
        for (int i = 0; i < length; i++) {
            bytes[end + i] = (byte) ascii.charAt(i);
        }
        end += length;
        return this;
    }

    public JsonBytes raw(byte[] json) {
        return raw(json, 0, json.length);
    }

    public JsonBytes raw(JsonSlice json) {
        return raw(json.bytes(), json.from(), json.length());
    }

    private JsonBytes raw(byte[] json, int from, int length) {
        room(length);
        System.arraycopy(json, from, bytes, end, length);
        end += length;
        return this;
    }

    /** Appends a number. */
    public JsonBytes number(long value) {
        return raw(Long.toString(value));
    }

    /** Appends a JSON string that stands for {@code value}. A lone surrogate becomes an escape, so that UTF-8 stays valid. */
    public JsonBytes string(String value) {
        raw("\"");
        if (isPlainAscii(value)) {
            raw(value);
        } else {
            byte[] utf8 = value.getBytes(UTF_8);
            if (hasLoneSurrogate(value)) {
                appendWithSurrogates(value);
            } else {
                escaped(utf8, 0, utf8.length);
            }
        }
        return raw("\"");
    }

    /** Appends JSON text as the content of a JSON string: escaped once more, without the quotes around it. */
    public JsonBytes escaped(JsonSlice json) {
        return escaped(json.bytes(), json.from(), json.to());
    }

    public JsonBytes escaped(byte[] utf8, int from, int to) {
        room(to - from);
        for (int i = from; i < to; i++) {
            byte b = utf8[i];
            if (b >= 0 && b < ' ' || b == '"' || b == '\\') {
                escape(b);
            } else {
                room(1);
                bytes[end++] = b;
            }
        }
        return this;
    }

    private void escape(int c) {
        room(6);
        bytes[end++] = '\\';
        switch (c) {
            case '"', '\\' -> bytes[end++] = (byte) c;
            case '\n' -> bytes[end++] = 'n';
            case '\r' -> bytes[end++] = 'r';
            case '\t' -> bytes[end++] = 't';
            default -> {
                bytes[end++] = 'u';
                for (int shift = 12; shift >= 0; shift -= 4) {
                    bytes[end++] = HEX[c >> shift & 15];
                }
            }
        }
    }

    private void appendWithSurrogates(String value) {
        for (int i = 0; i < value.length(); ) {
            int c = value.codePointAt(i);
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                escape(c);
            } else {
                byte[] utf8 = Character.toString(c).getBytes(UTF_8);
                escaped(utf8, 0, utf8.length);
            }
            i += Character.charCount(c);
        }
    }

    private static boolean isPlainAscii(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private static boolean hasLoneSurrogate(String value) {
        return value.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private void room(int more) {
        if (bytes.length - end < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + more));
        }
    }

    /** The JSON text. */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(bytes, HEADER_ROOM, end);
    }

    public JsonSlice toSlice() {
        return new JsonSlice(bytes, HEADER_ROOM, end);
    }

    /** The JSON text as one text frame; nothing may be appended any more. A long one of the expected length is not copied. */
    public EncodedFrame toFrame() {
        int header = EncodedFrame.headerSize(end - HEADER_ROOM);
        if (header == HEADER_ROOM && end == bytes.length) {
            return EncodedFrame.textInPlace(bytes);
        }
        return EncodedFrame.textInPlace(Arrays.copyOfRange(bytes, HEADER_ROOM - header, end));
    }

    @Override
    public String toString() {
        return new String(bytes, HEADER_ROOM, end - HEADER_ROOM, UTF_8);
    }
}
