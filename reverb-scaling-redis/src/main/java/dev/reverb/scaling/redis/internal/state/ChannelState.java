package dev.reverb.scaling.redis.internal.state;

import dev.reverb.spi.scaling.ChannelSnapshot;
import java.util.Optional;

/**
 * A channel as Redis has it.
 *
 * @param version all changes of the channel up to this version are in it, and none after
 * @param snapshot the channel
 * @param kept which message it was that the channel keeps
 */
public record ChannelState(long version, ChannelSnapshot snapshot, Optional<MessageId> kept) {}
