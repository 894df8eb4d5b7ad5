package dev.reverb.tck;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/**
 * The little JSON that assertions need: text to maps, lists, strings, numbers, booleans and nulls, and back. Two numbers
 * are the same if their values are, so {@code 1.0} is {@code 1}; two objects whatever the order of their fields.
 */
final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int MAX_PLAIN_SCALE = 30;

    private Json() {}

    /**
     * Parses a text that holds one value.
     *
     * @throws IllegalArgumentException where it is no JSON
     */
    static @Nullable Object parse(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new IllegalArgumentException("Not JSON: the text is empty");
            }
            Object value = value(parser, first);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("Not JSON: more than one value in " + text);
            }
            return value;
        } catch (JacksonException invalid) {
            throw new IllegalArgumentException("Not JSON: " + text, invalid);
        }
    }

    /** Whether two texts are the same JSON, or the same text where one of them is none. */
    static boolean same(String left, String right) {
        if (left.equals(right)) {
            return true;
        }
        try {
            Object value = parse(left);
            return value == null ? right.strip().equals("null") : value.equals(parse(right));
        } catch (IllegalArgumentException notJson) {
            return false;
        }
    }

    private static @Nullable Object value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                parser.getDecimalValue().stripTrailingZeros();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IllegalArgumentException("Not JSON: unexpected " + token);
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            object.put(name, value(parser, parser.nextToken()));
        }
        return object;
    }

    private static List<@Nullable Object> array(JsonParser parser) {
        List<@Nullable Object> array = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(parser, token));
        }
        return array;
    }

    /** Writes a value without white space. */
    static String write(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        write(text, value);
        return text.toString();
    }

    private static void write(StringBuilder text, @Nullable Object value) {
        if (value instanceof Map<?, ?> object) {
            String separator = "{";
            for (Map.Entry<?, ?> field : object.entrySet()) {
                text.append(separator)
                        .append(quote(String.valueOf(field.getKey())))
                        .append(':');
                write(text, field.getValue());
                separator = ",";
            }
            text.append(object.isEmpty() ? "{}" : "}");
        } else if (value instanceof List<?> array) {
            String separator = "[";
            for (Object element : array) {
                text.append(separator);
                write(text, element);
                separator = ",";
            }
            text.append(array.isEmpty() ? "[]" : "]");
        } else if (value instanceof String string) {
            text.append(quote(string));
        } else {
            text.append(value instanceof BigDecimal number ? number(number) : String.valueOf(value));
        }
    }

    private static String number(BigDecimal number) {
        return Math.abs(number.scale()) > MAX_PLAIN_SCALE ? number.toString() : number.toPlainString();
    }

    /** A string as JSON, with its quotes. */
    static String quote(String string) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsCharArray(string)) + "\"";
    }
}
