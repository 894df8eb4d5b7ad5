package dev.reverb.event;

import dev.reverb.channel.ChannelName;
import java.time.Instant;

/**
 * Somebody has subscribed to a cache channel that keeps no event.
 *
 * @param appId the application
 * @param time when
 * @param channel the channel
 */
public record CacheMiss(String appId, Instant time, ChannelName channel) implements ChannelEvent {}
