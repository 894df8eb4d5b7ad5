package dev.reverb.internal.interception;

import dev.reverb.channel.ChannelName;
import dev.reverb.channel.Member;
import dev.reverb.channel.SocketId;
import dev.reverb.interception.SubscriptionRequest;
import java.util.List;
import java.util.Optional;

/** A subscription that is decided. */
public record AskedSubscription(
        String appId,
        SocketId socketId,
        ChannelName channel,
        Optional<Member> member,
        Optional<String> channelData,
        Optional<Member> user,
        List<Object> attachments)
        implements SubscriptionRequest, Asked {

    @Override
    public <T> Optional<T> attachment(Class<T> type) {
        return Asked.super.attachment(type);
    }

    @Override
    public String toString() {
        return "SubscriptionRequest[" + appId + ", " + socketId + ", " + channel + "]";
    }
}
