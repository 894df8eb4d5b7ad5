package dev.reverb.event;

import dev.reverb.channel.ChannelName;
import java.time.Instant;

/**
 * A channel is no more on this server: nobody is on it, and it keeps no event.
 *
 * @param appId the application
 * @param time when
 * @param channel the channel
 */
public record ChannelRemoved(String appId, Instant time, ChannelName channel) implements ChannelEvent {}
