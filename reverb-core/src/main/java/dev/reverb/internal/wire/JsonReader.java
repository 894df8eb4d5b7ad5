package dev.reverb.internal.wire;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON of UTF-8 bytes into slices, one level at a time and without a tree. jackson-core checks the syntax and its
 * limits (nesting to 500, names and numbers of sane length); where values lie is found here.
 *
 * <p>The bytes must have been validated as UTF-8. jackson-core would guess UTF-16 and UTF-32 from NULs and byte order
 * marks in front: such input is refused before it can.
 */
public final class JsonReader {

    /** How deep values may be nested; jackson-core's own default, made sure of. */
    public static final int MAX_DEPTH = 500;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(tools.jackson.core.StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .build())
            .build();

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

    /** Reads the members of the one object that the bytes hold. */
    public static void readObject(byte[] bytes, int from, int length, MemberVisitor visitor)
            throws MalformedJsonException {
        checkStart(bytes, from, length);
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), bytes, from, length)) {
            expect(parser.nextToken() == JsonToken.START_OBJECT, "not an object");
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                visitor.member(name, value(parser, bytes, from));
            }
            expect(parser.currentToken() == JsonToken.END_OBJECT, "not an object");
            expect(parser.nextToken() == null, "something follows the object");
        } catch (JacksonException malformed) {
            throw new MalformedJsonException("malformed JSON");
        }
    }

    public static void readObject(JsonSlice slice, MemberVisitor visitor) throws MalformedJsonException {
        readObject(slice.bytes(), slice.from(), slice.length(), visitor);
    }

    /** Reads the elements of an array. */
    public static List<JsonSlice> readArray(JsonSlice slice) throws MalformedJsonException {
        List<JsonSlice> elements = new ArrayList<>();
        try (JsonParser parser =
                JSON.createParser(ObjectReadContext.empty(), slice.bytes(), slice.from(), slice.length())) {
            expect(parser.nextToken() == JsonToken.START_ARRAY, "not an array");
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(value(parser, slice.bytes(), slice.from()));
            }
            expect(parser.nextToken() == null, "something follows the array");
        } catch (JacksonException malformed) {
            throw new MalformedJsonException("malformed JSON");
        }
        return elements;
    }

    private static JsonSlice value(JsonParser parser, byte[] bytes, int base) throws MalformedJsonException {
        JsonToken token = parser.currentToken() == JsonToken.PROPERTY_NAME ? parser.nextToken() : parser.currentToken();
        expect(token != null, "cut off");
        int from = base + (int) parser.currentTokenLocation().getByteOffset();
        if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
            parser.skipChildren();
            return new JsonSlice(
                    bytes, from, base + (int) parser.currentLocation().getByteOffset());
        }
        parser.finishToken();
        return new JsonSlice(bytes, from, endOfScalar(bytes, from));
    }

    private static int endOfScalar(byte[] bytes, int from) {
        int i = from;
        if (bytes[i] == '"') {
            for (i++; bytes[i] != '"'; i++) {
                if (bytes[i] == '\\') {
                    i++;
                }
            }
            return i + 1;
        }
        while (i < bytes.length && ",]} \t\r\n".indexOf(bytes[i]) < 0) {
            i++;
        }
        return i;
    }

    private static void checkStart(byte[] bytes, int from, int length) throws MalformedJsonException {
        expect(length > 0 && bytes[from] > 0, "empty, or not JSON");
        for (int i = 1; i < Math.min(4, length); i++) {
            expect(bytes[from + i] != 0, "not JSON");
        }
    }

    private static void expect(boolean holds, String otherwise) throws MalformedJsonException {
        if (!holds) {
            throw new MalformedJsonException(otherwise);
        }
    }
}
