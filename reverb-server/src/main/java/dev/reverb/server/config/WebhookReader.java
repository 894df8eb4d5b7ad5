package dev.reverb.server.config;

import dev.reverb.application.Webhook;
import dev.reverb.application.WebhookEventType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads the webhooks of an application: a list of objects with the keys that soketi's users know, or a text that is its JSON,
 * as an environment variable has it. Messages name the piece that is wrong, and show no address and no header's value: both
 * may have a secret in them.
 */
final class WebhookReader {

    private static final Setting<String> URL =
            Setting.ofFile("url", ValueType.text()).secret();
    private static final Setting<Node> EVENT_TYPES = Setting.ofFile("event_types", ValueType.anything());
    private static final Setting<Node> HEADERS =
            Setting.ofFile("headers", ValueType.anything()).secret();
    private static final Setting<String> STARTS_WITH =
            Setting.ofFile("filter.channel_name_starts_with", ValueType.text());
    private static final Setting<String> ENDS_WITH = Setting.ofFile("filter.channel_name_ends_with", ValueType.text());
    /** What an object has. */
    static final Catalogue ALL = Catalogue.of(URL, EVENT_TYPES, HEADERS, STARTS_WITH, ENDS_WITH);

    private static final Setting<WebhookEventType> EVENT_TYPE =
            Setting.ofFile("event_types[]", ValueType.oneOf(WebhookEventType.values()));
    private static final Setting<String> HEADER =
            Setting.ofFile("headers{}", ValueType.text()).secret();

    private final Place place;
    private final Map<Setting<?>, Value> pieces;

    private WebhookReader(Place place, Map<Setting<?>, Value> pieces) {
        this.place = place;
        this.pieces = pieces;
    }

    /**
     * Reads them all.
     *
     * @param value a list, or a text
     * @return the webhooks in their order, or empty where the value is no list
     * @throws ConfigurationException where a piece of it is wrong
     */
    static Optional<List<Webhook>> read(Value value) throws ConfigurationException {
        Optional<String> json = value.node().text();
        Node node = json.isPresent() ? JsonReader.readWithin(json.get(), value.place()) : value.node();
        if (!(node instanceof Node.Sequence list)) {
            return Optional.empty();
        }
        List<Webhook> hooks = new ArrayList<>();
        for (Node item : list.items()) {
            hooks.add(webhook(value.place().item(hooks.size(), item.line()), item));
        }
        return Optional.of(List.copyOf(hooks));
    }

    private static Webhook webhook(Place place, Node node) throws ConfigurationException {
        Node.Mapping mapping = node.mapping().orElseThrow(() -> place.wrong("must be an object"));
        return new WebhookReader(place, SectionReader.read(place, mapping, ALL, Set.of())).webhook();
    }

    private Webhook webhook() throws ConfigurationException {
        Value url =
                given(URL).orElseThrow(() -> place.key(URL.name(), place.line()).wrong("missing"));
        String address = URL.read(url);
        Webhook hook = checked(url.place(), () -> Webhook.to(address));
        Optional<Value> types = given(EVENT_TYPES);
        hook = types.isPresent() ? hook.forEvents(eventTypes(types.get())) : hook;
        Values values = new Values(pieces);
        Optional<String> prefix = values.find(STARTS_WITH);
        hook = prefix.isPresent() ? hook.forChannelsStartingWith(prefix.get()) : hook;
        Optional<String> suffix = values.find(ENDS_WITH);
        hook = suffix.isPresent() ? hook.forChannelsEndingWith(suffix.get()) : hook;
        Optional<Value> headers = given(HEADERS);
        return headers.isPresent() ? withHeaders(hook, headers.get()) : hook;
    }

    private Optional<Value> given(Setting<?> setting) {
        return Optional.ofNullable(pieces.get(setting))
                .filter(value -> !value.node().isBlank());
    }

    private static Set<WebhookEventType> eventTypes(Value value) throws ConfigurationException {
        if (!(value.node() instanceof Node.Sequence list) || list.items().isEmpty()) {
            throw value.place()
                    .wrong("must be a list of at least one of "
                            + EVENT_TYPE.type().allowed());
        }
        Set<WebhookEventType> types = EnumSet.noneOf(WebhookEventType.class);
        int index = 0;
        for (Node item : list.items()) {
            types.add(EVENT_TYPE.read(new Value(item, value.place().item(index++, item.line()))));
        }
        return types;
    }

    private static Webhook withHeaders(Webhook plain, Value value) throws ConfigurationException {
        Node.Mapping headers =
                value.node().mapping().orElseThrow(() -> value.place().wrong("must be an object of names and values"));
        Webhook hook = plain;
        for (Node.Entry header : headers.entries()) {
            hook = withHeader(hook, header, value.place().key(header.key(), header.line()));
        }
        return hook;
    }

    private static Webhook withHeader(Webhook hook, Node.Entry header, Place place) throws ConfigurationException {
        if (header.value().isBlank()) {
            return hook;
        }
        String text = HEADER.read(new Value(header.value(), place));
        return checked(place, () -> hook.withHeader(header.key(), text));
    }

    /** The library's own words on what it refuses, which show nothing secret either. */
    private static Webhook checked(Place place, Supplier<Webhook> made) throws ConfigurationException {
        try {
            return made.get();
        } catch (IllegalArgumentException refused) {
            String words = String.valueOf(refused.getMessage());
            throw place.wrong(words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1));
        }
    }
}
