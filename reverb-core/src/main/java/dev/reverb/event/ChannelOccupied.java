package dev.reverb.event;

import dev.reverb.channel.ChannelName;
import java.time.Instant;

/**
 * A channel has its first subscription. In a cluster: the first on all servers together, told to one of them.
 *
 * @param appId the application
 * @param time when
 * @param channel the channel
 */
public record ChannelOccupied(String appId, Instant time, ChannelName channel) implements ChannelEvent {}
