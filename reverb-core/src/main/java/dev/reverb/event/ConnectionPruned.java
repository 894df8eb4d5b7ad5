package dev.reverb.event;

import dev.reverb.channel.SocketId;
import java.time.Instant;

/**
 * A connection was given up since its client had not answered a ping in time. Its {@link ConnectionClosed} follows, with 4201.
 *
 * @param appId the application
 * @param time when
 * @param socketId the connection
 */
public record ConnectionPruned(String appId, Instant time, SocketId socketId) implements ConnectionEvent {}
