package dev.reverb.applications.jdbc;

import dev.reverb.application.Webhook;
import dev.reverb.application.WebhookEventType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads what the column {@code webhooks} holds: a JSON list of objects with soketi's keys. Messages name the piece that is wrong, and show no
 * address and no header's value: both may have a secret in them.
 */
final class WebhooksColumn {

    static final String NAME = "webhooks";

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final JsonParser parser;
    private String place = NAME;

    private WebhooksColumn(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Reads them all.
     *
     * @param json the column's text
     * @return the webhooks in their order
     * @throws BadRowException where it is not JSON, or not such a list
     */
    static List<Webhook> read(String json) throws BadRowException {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            return new WebhooksColumn(parser).all();
        } catch (JacksonException malformed) {
            // Not its words, which may quote what is there.
            throw new BadRowException(NAME, "is not valid JSON");
        }
    }

    private List<Webhook> all() throws BadRowException {
        List<Webhook> hooks = new ArrayList<>();
        if (parser.nextToken() == JsonToken.VALUE_NULL) {
            return hooks;
        }
        expect(JsonToken.START_ARRAY, "must be a list");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            place = NAME + "[" + hooks.size() + "]";
            hooks.add(new Hook().read());
            place = NAME;
        }
        if (parser.nextToken() != null) {
            throw wrong("is not valid JSON");
        }
        return hooks;
    }

    private void expect(JsonToken token, String otherwise) throws BadRowException {
        if (parser.currentToken() != token) {
            throw wrong(otherwise);
        }
    }

    private String string() throws BadRowException {
        expect(JsonToken.VALUE_STRING, "must be text");
        return parser.getString();
    }

    private BadRowException wrong(String problem) {
        return new BadRowException(place, problem);
    }

    /** What reads the value of a key, which the parser stands on. */
    private interface Piece {
        void read(String key) throws BadRowException;
    }

    private void object(Piece piece) throws BadRowException {
        expect(JsonToken.START_OBJECT, "must be an object");
        String outer = place;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            place = outer + "." + key.replaceAll("\\p{Cntrl}", "?");
            if (parser.currentToken() != JsonToken.VALUE_NULL) {
                piece.read(key);
            }
            place = outer;
        }
    }

    /** One of them. */
    private final class Hook {

        private @Nullable String url;
        private Set<WebhookEventType> types = EnumSet.allOf(WebhookEventType.class);
        private final Map<String, String> headers = new LinkedHashMap<>();
        private @Nullable String prefix;
        private @Nullable String suffix;

        Webhook read() throws BadRowException {
            object(this::piece);
            String address = url;
            if (address == null) {
                throw wrong("has no url");
            }
            Webhook hook = accepted(() -> Webhook.to(address).forEvents(types));
            hook = prefix == null ? hook : hook.forChannelsStartingWith(prefix);
            hook = suffix == null ? hook : hook.forChannelsEndingWith(suffix);
            for (Map.Entry<String, String> header : headers.entrySet()) {
                Webhook without = hook;
                hook = accepted(() -> without.withHeader(header.getKey(), header.getValue()));
            }
            return hook;
        }

        private void piece(String key) throws BadRowException {
            switch (key) {
                case "url" -> url = string();
                case "event_types" -> types = types();
                case "headers" -> object(name -> headers.put(name, string()));
                case "filter" -> object(this::filter);
                case "lambda_function" ->
                    throw wrong("is not possible here: there are no AWS Lambda functions; give a url");
                // Says how to call the function.
                case "lambda" -> parser.skipChildren();
                default -> throw wrong("is unknown");
            }
        }

        private void filter(String key) throws BadRowException {
            switch (key) {
                case "channel_name_starts_with" -> prefix = string();
                case "channel_name_ends_with" -> suffix = string();
                default -> throw wrong("is unknown");
            }
        }

        private Set<WebhookEventType> types() throws BadRowException {
            expect(JsonToken.START_ARRAY, "must be a list");
            Set<WebhookEventType> read = EnumSet.noneOf(WebhookEventType.class);
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                read.add(WebhookEventType.parse(string())
                        .orElseThrow(() -> wrong("has a name in it that no event has")));
            }
            return read;
        }

        /** The library's own words on what it refuses, which show nothing secret either. */
        private Webhook accepted(Supplier<Webhook> made) throws BadRowException {
            try {
                return made.get();
            } catch (IllegalArgumentException refused) {
                String words = String.valueOf(refused.getMessage());
                throw wrong("is refused: " + words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1));
            }
        }
    }
}
