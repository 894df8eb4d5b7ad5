package dev.reverb.event;

import dev.reverb.channel.SocketId;
import java.time.Instant;

/**
 * A connection was given up since too much waited for it. Its {@link ConnectionClosed} follows, with 4100.
 *
 * @param appId the application
 * @param time when
 * @param socketId the connection
 * @param droppedBytes what its client will not get
 */
public record SlowConsumerClosed(String appId, Instant time, SocketId socketId, long droppedBytes)
        implements ConnectionEvent {}
