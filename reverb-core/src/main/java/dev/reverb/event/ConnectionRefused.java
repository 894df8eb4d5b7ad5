package dev.reverb.event;

import java.time.Instant;
import java.util.Optional;

/**
 * A connection was refused after its upgrade, by {@code pusher:error} and a Close with the same code.
 *
 * @param appId the application; empty where it was not found
 * @param time when
 * @param key the application key that the client gave; empty where the path has none
 * @param remoteAddress where the client is, as the transport knows it
 * @param code such as 4001; {@code docs/close-codes.md} has them all
 * @param reason what the client was told
 */
public record ConnectionRefused(
        Optional<String> appId, Instant time, Optional<String> key, String remoteAddress, int code, String reason)
        implements ServerEvent {}
