package dev.reverb.spi.scaling;

import dev.reverb.channel.ChannelName;

/**
 * A channel of an application. Applications do not share channels.
 *
 * @param appId the application's id
 * @param channel the channel's name
 */
public record ChannelAddress(String appId, ChannelName channel) {}
