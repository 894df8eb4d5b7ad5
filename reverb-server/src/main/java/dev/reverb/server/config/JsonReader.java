package dev.reverb.server.config;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON (RFC 8259) into {@link Node}s. Depth and lengths have the parser's own limits; keys may not repeat. */
final class JsonReader {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final JsonParser parser;

    private JsonReader(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Reads one value.
     *
     * @param text the whole text
     * @param file what to call it in messages
     * @return the value
     * @throws ConfigurationException where it is not JSON, or more than one value
     */
    static Node read(String text, String file) throws ConfigurationException {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            Node value = new JsonReader(parser).value();
            if (parser.nextToken() != null) {
                throw new ConfigurationException(
                        file + ":" + parser.currentTokenLocation().getLineNr() + ": there is more after the end");
            }
            return value;
        } catch (JacksonException malformed) {
            TokenStreamLocation location = malformed.getLocation();
            String line = location == null ? "" : ":" + location.getLineNr();
            throw new ConfigurationException(file + line + ": not valid JSON" + reason(malformed.getOriginalMessage()));
        }
    }

    private Node value() {
        int line = line();
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return mapping(line);
        }
        if (token == JsonToken.START_ARRAY) {
            return sequence(line);
        }
        boolean none = token == null || token == JsonToken.VALUE_NULL;
        return new Node.Scalar(none ? null : parser.getString(), line);
    }

    private Node mapping(int line) {
        List<Node.Entry> entries = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            int keyLine = line();
            parser.nextToken();
            entries.add(new Node.Entry(key, value(), keyLine));
        }
        return new Node.Mapping(entries, line);
    }

    private Node sequence(int line) {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value());
        }
        return new Node.Sequence(items, line);
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    /** The parser's own words, unless they may quote a piece of the text: it can be a secret. */
    private static String reason(String message) {
        String first = message.lines().findFirst().orElse("");
        boolean quotesNothing = first.startsWith("Unexpected ") || first.startsWith("Duplicate ");
        return quotesNothing ? ": " + Printable.escaped(first) : "";
    }
}
