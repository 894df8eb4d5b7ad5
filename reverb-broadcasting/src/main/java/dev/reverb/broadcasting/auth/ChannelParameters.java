package dev.reverb.broadcasting.auth;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What the wildcards of a rule's pattern stand for in the name of one channel. Where a part of the name is not of the type that
 * is asked for there is no such channel: the request is answered 403, and the rule goes no further. Immutable.
 *
 * <p>Numbers and UUIDs are read only as Java writes them ({@code 7}, not {@code 007}), so that one thing has one channel.
 */
public final class ChannelParameters {

    private final Map<String, String> texts;
    private final Map<String, Object> bound;
    private final Converters converters;

    ChannelParameters(Map<String, String> texts, Map<String, Object> bound, Converters converters) {
        this.texts = texts;
        this.bound = bound;
        this.converters = converters;
    }

    /**
     * The names of the pattern's wildcards.
     *
     * @return in their order
     */
    public Set<String> names() {
        return Collections.unmodifiableSet(texts.keySet());
    }

    /**
     * A part of the channel's name as it came.
     *
     * @param name the wildcard's name
     * @return one character or more, none of them a dot
     * @throws IllegalArgumentException where the pattern has no such wildcard
     */
    public String get(String name) {
        String text = texts.get(name);
        if (text == null) {
            throw new IllegalArgumentException(
                    "The pattern has no wildcard {" + name + "}; it has " + String.join(", ", texts.keySet()));
        }
        return text;
    }

    /**
     * A part of the channel's name as a number.
     *
     * @param name the wildcard's name
     * @return the number
     * @throws IllegalArgumentException where the pattern has no such wildcard
     */
    public long getLong(String name) {
        return get(name, Long.class);
    }

    /**
     * A part of the channel's name as a UUID, in lower case.
     *
     * @param name the wildcard's name
     * @return the UUID
     * @throws IllegalArgumentException where the pattern has no such wildcard
     */
    public UUID getUuid(String name) {
        return get(name, UUID.class);
    }

    /**
     * What a part of the channel's name stands for: the object that {@link Channels#bind} found, or else the value that a {@link
     * Channels#converter} reads. {@code String}, {@code Integer}, {@code Long} and {@code UUID} are known from the beginning.
     *
     * @param <T> the type
     * @param name the wildcard's name
     * @param type the type
     * @return the object or value
     * @throws IllegalArgumentException where the pattern has no such wildcard, or nothing is known of the type
     */
    public <T> T get(String name, Class<T> type) {
        String text = get(name);
        Object object = bound.get(name);
        return type.isInstance(object) ? type.cast(object) : converters.convert(text, type);
    }

    @Override
    public String toString() {
        return "ChannelParameters" + texts;
    }
}
