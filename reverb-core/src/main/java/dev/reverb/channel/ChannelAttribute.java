package dev.reverb.channel;

import java.util.Optional;

/** What can be asked about a channel (Pusher HTTP API, {@code info}). Left out of answers where it does not apply. */
public enum ChannelAttribute {
    /** The number of distinct users, on presence channels. */
    USER_COUNT("user_count"),
    /** The number of subscriptions, on all other channels. */
    SUBSCRIPTION_COUNT("subscription_count"),
    /** The kept event, on cache channels. */
    CACHE("cache");

    private final String wireName;

    ChannelAttribute(String wireName) {
        this.wireName = wireName;
    }

    /**
     * The name in {@code info}.
     *
     * @return such as {@code user_count}
     */
    public String wireName() {
        return wireName;
    }

    /**
     * Finds an attribute by its name in {@code info}.
     *
     * @param wireName such as {@code user_count}
     * @return the attribute, or empty
     */
    public static Optional<ChannelAttribute> named(String wireName) {
        for (ChannelAttribute attribute : values()) {
            if (attribute.wireName.equals(wireName)) {
                return Optional.of(attribute);
            }
        }
        return Optional.empty();
    }
}
