package dev.reverb.spi.scaling;

import dev.reverb.channel.SocketId;
import java.time.Duration;
import java.util.Optional;

/**
 * An event on its way to every server that has subscribers for its channel. Immutable: nobody changes the array.
 *
 * @param payload the text that subscribers get, in UTF-8; carried as it is, not looked into
 * @param excluded the connection that does not get it
 * @param keepFor how long the channel keeps it for those who subscribe later; empty where it does not, and what it keeps stays
 */
public record BusMessage(byte[] payload, Optional<SocketId> excluded, Optional<Duration> keepFor) {}
