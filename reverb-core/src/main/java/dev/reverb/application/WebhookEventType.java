package dev.reverb.application;

import java.util.Locale;
import java.util.Optional;

/** What a {@link Webhook} can be told (Pusher Channels, "Webhooks"). */
public enum WebhookEventType {
    /** A channel got its first subscriber. */
    CHANNEL_OCCUPIED,
    /** A channel lost its last subscriber, and none came back within the grace time. */
    CHANNEL_VACATED,
    /** A user's first connection joined a presence channel. */
    MEMBER_ADDED,
    /** A user's last connection left a presence channel, and none came back within the grace time. */
    MEMBER_REMOVED,
    /** A client event was accepted. */
    CLIENT_EVENT,
    /** Somebody subscribed to a cache channel that keeps no event. */
    CACHE_MISS,
    /** The number of a channel's subscribers changed; only with {@code subscription_count_events}. */
    SUBSCRIPTION_COUNT;

    /**
     * The name on the wire and in settings, such as {@code channel_occupied}.
     *
     * @return the name
     */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a name on the wire.
     *
     * @param wireName such as {@code channel_occupied}
     * @return the type, or empty where there is none of that name
     */
    public static Optional<WebhookEventType> parse(String wireName) {
        for (WebhookEventType type : values()) {
            if (type.wireName().equals(wireName)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
