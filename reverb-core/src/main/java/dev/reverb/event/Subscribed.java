package dev.reverb.event;

import dev.reverb.channel.ChannelName;
import dev.reverb.channel.Member;
import dev.reverb.channel.SocketId;
import java.time.Instant;
import java.util.Optional;

/**
 * A subscription has begun. One that is refused, or is there already, is not told.
 *
 * @param appId the application
 * @param time when
 * @param channel the channel
 * @param socketId the connection
 * @param member who it is; empty on all but presence channels
 */
public record Subscribed(String appId, Instant time, ChannelName channel, SocketId socketId, Optional<Member> member)
        implements ChannelEvent {}
