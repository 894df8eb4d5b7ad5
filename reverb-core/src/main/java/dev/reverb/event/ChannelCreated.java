package dev.reverb.event;

import dev.reverb.channel.ChannelName;
import java.time.Instant;

/**
 * A channel has come to be on this server: for its first subscription here, or to keep an event. One whose subscription is then refused is
 * removed at once.
 *
 * @param appId the application
 * @param time when
 * @param channel the channel
 */
public record ChannelCreated(String appId, Instant time, ChannelName channel) implements ChannelEvent {}
