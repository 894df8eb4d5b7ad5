package dev.reverb.event;

import dev.reverb.channel.ChannelName;
import dev.reverb.channel.Member;
import dev.reverb.channel.SocketId;
import java.time.Instant;
import java.util.Optional;

/**
 * A subscription has ended: its client has left, or its connection is gone.
 *
 * @param appId the application
 * @param time when
 * @param channel the channel
 * @param socketId the connection
 * @param member who it was; empty on all but presence channels
 */
public record Unsubscribed(String appId, Instant time, ChannelName channel, SocketId socketId, Optional<Member> member)
        implements ChannelEvent {}
