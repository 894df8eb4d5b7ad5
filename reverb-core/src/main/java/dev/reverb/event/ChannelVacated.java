package dev.reverb.event;

import dev.reverb.channel.ChannelName;
import java.time.Instant;

/**
 * A channel has lost its last subscription. In a cluster: the last on all servers together, told to one of them once the application's
 * webhook grace time is over, and not at all where there is another by then.
 *
 * @param appId the application
 * @param time when
 * @param channel the channel
 */
public record ChannelVacated(String appId, Instant time, ChannelName channel) implements ChannelEvent {}
