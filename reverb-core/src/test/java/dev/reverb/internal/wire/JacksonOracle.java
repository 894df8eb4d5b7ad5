package dev.reverb.internal.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** What {@link JsonReader} must tell of any valid UTF-8, found out by jackson-core with its own defaults. */
final class JacksonOracle {

    private static final JsonFactory JSON = new JsonFactory();

    private JacksonOracle() {}

    /** The members of an object, or the elements of an array: names and values, one behind the other; null where it is malformed. */
    static @Nullable List<String> read(byte[] utf8) {
        if (utf8.length == 0 || utf8[0] <= 0) {
            // jackson-core would take a byte order mark.
            return null;
        }
        List<String> read = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), utf8)) {
            JsonToken start = parser.nextToken();
            if (start != JsonToken.START_OBJECT && start != JsonToken.START_ARRAY) {
                return null;
            }
            JsonToken end = start == JsonToken.START_OBJECT ? JsonToken.END_OBJECT : JsonToken.END_ARRAY;
            for (JsonToken token = parser.nextToken(); token != end; token = parser.nextToken()) {
                if (token == JsonToken.PROPERTY_NAME) {
                    read.add(parser.currentName());
                    parser.nextToken();
                }
                read.add(value(parser, utf8));
            }
            return parser.nextToken() == null ? read : null;
        } catch (JacksonException malformed) {
            return null;
        }
    }

    private static String value(JsonParser parser, byte[] utf8) {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
            parser.skipChildren();
            return new JsonSlice(utf8, from, (int) parser.currentLocation().getByteOffset()).json();
        }
        parser.finishToken();
        if (token != JsonToken.VALUE_STRING) {
            return parser.getString();
        }
        int to = from + 1;
        while (utf8[to] != '"') {
            to += utf8[to] == '\\' ? 2 : 1;
        }
        JsonSlice slice = new JsonSlice(utf8, from, to + 1);
        if (!slice.string().equals(parser.getString())) {
            throw new AssertionError("A string was decoded as " + slice.string() + ", not " + parser.getString());
        }
        return slice.json();
    }
}
