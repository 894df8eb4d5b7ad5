package dev.reverb.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
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
    private final IntUnaryOperator lines;

    private JsonReader(JsonParser parser, IntUnaryOperator lines) {
        this.parser = parser;
        this.lines = lines;
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
        return read(text, line -> line, line -> file + (line > 0 ? ":" + line : ""));
    }

    /**
     * Reads one value that stands within another source, such as a variable: all of it is where that is.
     *
     * @param text the whole text
     * @param place where it stands
     * @return the value
     * @throws ConfigurationException where it is not JSON, or more than one value
     */
    static Node readWithin(String text, Place place) throws ConfigurationException {
        return read(text, line -> place.line(), line -> place.toString());
    }

    private static Node read(String text, IntUnaryOperator lines, IntFunction<String> where)
            throws ConfigurationException {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            Node value = new JsonReader(parser, lines).value();
            if (parser.nextToken() != null) {
                int line = parser.currentTokenLocation().getLineNr();
                throw new ConfigurationException(where.apply(line) + ": there is more after the end");
            }
            return value;
        } catch (JacksonException malformed) {
            TokenStreamLocation location = malformed.getLocation();
            throw new ConfigurationException(where.apply(location == null ? 0 : location.getLineNr())
                    + ": not valid JSON" + reason(malformed.getOriginalMessage()));
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
        return lines.applyAsInt(parser.currentTokenLocation().getLineNr());
    }

    /** The parser's own words, unless they may quote a piece of the text: it can be a secret. */
    private static String reason(String message) {
        String first = message.lines().findFirst().orElse("");
        boolean quotesNothing = first.startsWith("Unexpected ") || first.startsWith("Duplicate ");
        return quotesNothing ? ": " + Printable.escaped(first) : "";
    }
}
