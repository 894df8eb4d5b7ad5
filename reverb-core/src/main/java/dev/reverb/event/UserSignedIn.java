package dev.reverb.event;

import dev.reverb.channel.SocketId;
import java.time.Instant;

/**
 * A connection has signed in as a user (Pusher Channels, "User authentication"). Told once for each connection; it ends with it.
 *
 * @param appId the application
 * @param time when
 * @param socketId the connection
 * @param userId the user
 */
public record UserSignedIn(String appId, Instant time, SocketId socketId, String userId) implements ConnectionEvent {}
