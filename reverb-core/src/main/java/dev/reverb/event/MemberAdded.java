package dev.reverb.event;

import dev.reverb.channel.ChannelName;
import java.time.Instant;

/**
 * A user's first connection has joined a presence channel. In a cluster: the first on all servers together, told to one of them.
 *
 * @param appId the application
 * @param time when
 * @param channel the channel
 * @param userId the user; for more see {@link Subscribed#member}
 */
public record MemberAdded(String appId, Instant time, ChannelName channel, String userId) implements ChannelEvent {}
