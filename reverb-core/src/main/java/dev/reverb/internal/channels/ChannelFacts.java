package dev.reverb.internal.channels;

import dev.reverb.application.WebhookEventType;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.ChannelType;
import org.jspecify.annotations.Nullable;

/**
 * Tells an application's sink what happens on its channels. A fact is made only where it is wanted, and told once, in the step of
 * the mailbox that makes it true. Within one step:
 *
 * <pre>
 *   join    occupied, member_added, cache_miss, subscription_count
 *   leave   subscription_count, member_removed, vacated
 * </pre>
 *
 * A join that is refused, a subscription that is asked for once more, and whatever happens on {@code #server-to-user-} channels
 * tell nothing. A connection that goes, for whatever reason, leaves its channels: that tells what leaving tells.
 */
final class ChannelFacts {

    private volatile FactSink sink = FactSink.NONE;

    /** From now on another sink is told. Any thread. */
    void tell(FactSink newSink) {
        sink = newSink;
    }

    private static boolean wanted(FactSink sink, WebhookEventType type, ChannelName channel) {
        return channel.type() != ChannelType.SERVER_TO_USER && sink.wants(type, channel);
    }

    void occupied(ChannelName channel) {
        FactSink told = sink;
        if (wanted(told, WebhookEventType.CHANNEL_OCCUPIED, channel)) {
            told.accept(new Fact.Occupied(channel));
        }
    }

    void vacated(ChannelName channel) {
        FactSink told = sink;
        if (wanted(told, WebhookEventType.CHANNEL_VACATED, channel)) {
            told.accept(new Fact.Vacated(channel));
        }
    }

    void memberAdded(ChannelName channel, String userId) {
        FactSink told = sink;
        if (wanted(told, WebhookEventType.MEMBER_ADDED, channel)) {
            told.accept(new Fact.MemberAdded(channel, userId));
        }
    }

    void memberRemoved(ChannelName channel, String userId) {
        FactSink told = sink;
        if (wanted(told, WebhookEventType.MEMBER_REMOVED, channel)) {
            told.accept(new Fact.MemberRemoved(channel, userId));
        }
    }

    void cacheMiss(ChannelName channel) {
        FactSink told = sink;
        if (wanted(told, WebhookEventType.CACHE_MISS, channel)) {
            told.accept(new Fact.CacheMiss(channel));
        }
    }

    void subscriptionCount(ChannelName channel, int count) {
        FactSink told = sink;
        if (wanted(told, WebhookEventType.SUBSCRIPTION_COUNT, channel)) {
            told.accept(new Fact.SubscriptionCount(channel, count));
        }
    }

    /** Whether client events on a channel are to be told. Any thread: their data is copied before the mailbox sees them. */
    boolean wantsClientEvents(ChannelName channel) {
        return wanted(sink, WebhookEventType.CLIENT_EVENT, channel);
    }

    /** A client event was accepted; null where nobody wanted it when it came. */
    void clientEvent(Fact.@Nullable ClientEvent fact) {
        FactSink told = sink;
        // The sink may be another one than it was then.
        if (fact != null && wanted(told, WebhookEventType.CLIENT_EVENT, fact.channel())) {
            told.accept(fact);
        }
    }
}
