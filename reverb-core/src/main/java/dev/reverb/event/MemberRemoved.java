package dev.reverb.event;

import dev.reverb.channel.ChannelName;
import java.time.Instant;

/**
 * A user's last connection has left a presence channel. In a cluster: the last on all servers together, told to one of them once the
 * application's webhook grace time is over, and not at all where the user is back by then.
 *
 * @param appId the application
 * @param time when
 * @param channel the channel
 * @param userId the user
 */
public record MemberRemoved(String appId, Instant time, ChannelName channel, String userId) implements ChannelEvent {}
