package dev.reverb.playground;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The little JSON that the endpoints speak: flat objects. */
final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** Writes an object, in UTF-8, whose properties the given function writes. */
    static byte[] write(Consumer<JsonGenerator> properties) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartObject();
            properties.accept(out);
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /**
     * Reads an object of strings and numbers; an object in it is read too, under {@code outer.inner}. Nulls are left out.
     *
     * @return its values as text, or empty where the bytes are no such object
     */
    static Optional<Map<String, String>> read(byte[] json) {
        Map<String, String> values = new LinkedHashMap<>();
        try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            boolean whole = in.nextToken() == JsonToken.START_OBJECT && readObject(in, "", values);
            return whole && in.nextToken() == null ? Optional.of(values) : Optional.empty();
        } catch (JacksonException malformed) {
            return Optional.empty();
        }
    }

    private static boolean readObject(JsonParser in, String prefix, Map<String, String> values) {
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = prefix + in.currentName();
            JsonToken token = in.nextToken();
            boolean readable = token == JsonToken.START_OBJECT && prefix.isEmpty()
                    ? readObject(in, name + '.', values)
                    : readValue(in, token, name, values);
            if (!readable) {
                return false;
            }
        }
        return in.currentToken() == JsonToken.END_OBJECT;
    }

    private static boolean readValue(JsonParser in, JsonToken token, String name, Map<String, String> values) {
        if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
            values.put(name, in.getString());
        }
        return token.isScalarValue();
    }
}
