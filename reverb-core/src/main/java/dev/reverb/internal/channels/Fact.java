package dev.reverb.internal.channels;

import dev.reverb.application.WebhookEventType;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.SocketId;
import dev.reverb.internal.wire.JsonSlice;
import dev.reverb.spi.scaling.ClusterFact;
import org.jspecify.annotations.Nullable;

/** Something that happened on a channel, for those outside who follow it. Immutable. */
public sealed interface Fact {

    /**
     * A fact of all servers together.
     *
     * @throws IllegalArgumentException where it is one that happens on one server only
     */
    static Fact of(ClusterFact fact) {
        ChannelName channel = fact.channel();
        return switch (fact.type()) {
            case CHANNEL_OCCUPIED -> new Occupied(channel);
            case CHANNEL_VACATED -> new Vacated(channel);
            case MEMBER_ADDED -> new MemberAdded(channel, fact.userId().orElse(""));
            case MEMBER_REMOVED -> new MemberRemoved(channel, fact.userId().orElse(""));
            case SUBSCRIPTION_COUNT ->
                new SubscriptionCount(channel, fact.subscriptions().orElse(0));
            case CLIENT_EVENT, CACHE_MISS -> throw new IllegalArgumentException("Not of all servers: " + fact.type());
        };
    }

    ChannelName channel();

    WebhookEventType type();

    /** The first subscription began. */
    record Occupied(ChannelName channel) implements Fact {
        @Override
        public WebhookEventType type() {
            return WebhookEventType.CHANNEL_OCCUPIED;
        }
    }

    /** The last subscription ended. */
    record Vacated(ChannelName channel) implements Fact {
        @Override
        public WebhookEventType type() {
            return WebhookEventType.CHANNEL_VACATED;
        }
    }

    /** A user's first connection joined. */
    record MemberAdded(ChannelName channel, String userId) implements Fact {
        @Override
        public WebhookEventType type() {
            return WebhookEventType.MEMBER_ADDED;
        }
    }

    /** A user's last connection left. */
    record MemberRemoved(ChannelName channel, String userId) implements Fact {
        @Override
        public WebhookEventType type() {
            return WebhookEventType.MEMBER_REMOVED;
        }
    }

    /**
     * A client event was accepted.
     *
     * @param event its name
     * @param data a JSON string's content, any other JSON as its text, null where there was none
     * @param userId who sent it, on presence channels only
     */
    record ClientEvent(
            ChannelName channel,
            String event,
            @Nullable String data,
            SocketId socketId,
            @Nullable String userId) implements Fact {

        /** From data as it came; it is copied. */
        public static ClientEvent of(
                ChannelName channel,
                String event,
                @Nullable JsonSlice data,
                SocketId socketId,
                @Nullable String userId) {
            String text = data == null ? null : data.isString() ? data.string() : data.json();
            return new ClientEvent(channel, event, text, socketId, userId);
        }

        @Override
        public WebhookEventType type() {
            return WebhookEventType.CLIENT_EVENT;
        }
    }

    /** Somebody subscribed, and no event was kept. */
    record CacheMiss(ChannelName channel) implements Fact {
        @Override
        public WebhookEventType type() {
            return WebhookEventType.CACHE_MISS;
        }
    }

    /** The number of subscriptions changed. */
    record SubscriptionCount(ChannelName channel, int count) implements Fact {
        @Override
        public WebhookEventType type() {
            return WebhookEventType.SUBSCRIPTION_COUNT;
        }
    }
}
