package dev.reverb.event;

import dev.reverb.channel.SocketId;
import java.time.Instant;
import java.util.Optional;

/**
 * A connection was accepted; the next that its client hears is {@code pusher:connection_established}.
 *
 * @param appId the application
 * @param time when
 * @param socketId the connection
 * @param remoteAddress where the client is, as the transport knows it
 * @param originHost the host of {@code Origin}; empty where the client sent none
 * @param secure whether it came over TLS
 */
public record ConnectionOpened(
        String appId,
        Instant time,
        SocketId socketId,
        String remoteAddress,
        Optional<String> originHost,
        boolean secure)
        implements ConnectionEvent {}
