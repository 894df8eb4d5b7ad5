package dev.reverb.spi.scaling;

import dev.reverb.channel.Member;

/** How a followed channel differs from what was told of it before. */
public sealed interface ChannelChange {

    /**
     * A user is on a presence channel who was not.
     *
     * @param member the user, with the information of the first connection
     */
    record MemberAdded(Member member) implements ChannelChange {}

    /**
     * A user is on a presence channel no more.
     *
     * @param userId the user's id
     */
    record MemberRemoved(String userId) implements ChannelChange {}

    /**
     * The number of subscriptions is another. Told of channels of users ({@code #server-to-user-…}) at least when it becomes zero or
     * ceases to be zero, and of channels without members where the application has
     * {@linkplain dev.reverb.application.Application#hasSubscriptionCountEvents subscription count events}; several changes that
     * follow closely may be told as one.
     *
     * @param subscriptions how many there are, all servers together
     */
    record SubscriptionsChanged(int subscriptions) implements ChannelChange {}
}
