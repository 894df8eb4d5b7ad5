package dev.reverb.scaling.redis.internal.state;

import dev.reverb.spi.scaling.ChannelSnapshot;

/**
 * A channel as Redis has it.
 *
 * @param version all changes of the channel up to this version are in it, and none after
 * @param snapshot the channel
 */
public record ChannelState(long version, ChannelSnapshot snapshot) {}
