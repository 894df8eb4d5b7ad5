package dev.reverb.event;

import dev.reverb.channel.SocketId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An accepted connection is open no more: one side has begun to close it, or it is gone. What it was subscribed to is told by {@link
 * Unsubscribed}, afterwards, in the order of each channel.
 *
 * @param appId the application
 * @param time when
 * @param socketId the connection
 * @param code the status code of the Close frame (RFC 6455 section 7.4; {@code docs/close-codes.md}): 1005 where the
 *     client gave none, 1006 where there was no Close frame
 * @param reason the reason of the server's Close frame; empty where the client closed
 * @param by who began
 * @param openFor how long it was open
 * @param userId as whom it was signed in; empty where it was not
 */
public record ConnectionClosed(
        String appId,
        Instant time,
        SocketId socketId,
        int code,
        String reason,
        ClosedBy by,
        Duration openFor,
        Optional<String> userId)
        implements ConnectionEvent {}
