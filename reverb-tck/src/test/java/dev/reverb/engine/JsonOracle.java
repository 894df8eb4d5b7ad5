package dev.reverb.engine;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Judges JSON by another way than the engine: from text, token by token. */
final class JsonOracle {

    private static final JsonFactory JSON = new JsonFactory();

    private JsonOracle() {}

    /** The kinds of an object's members by name, or null where the text is no JSON object. */
    static Map<String, JsonToken> members(String text) {
        Map<String, JsonToken> members = new HashMap<>();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                members.put(name, parser.nextToken());
                parser.skipChildren();
                parser.finishToken();
            }
            return parser.nextToken() == null ? members : null;
        } catch (JacksonException malformed) {
            return null;
        }
    }

    static boolean isMessage(String text) {
        Map<String, JsonToken> members = members(text);
        return members != null && members.get("event") == JsonToken.VALUE_STRING;
    }
}
