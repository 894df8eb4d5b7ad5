package dev.reverb.event;

import dev.reverb.channel.SocketId;
import java.time.Instant;
import java.util.Optional;

/**
 * A limit was exceeded, and something refused on account of it.
 *
 * @param appId the application
 * @param time when
 * @param socketId the connection whose message was dropped; empty for publishers
 * @param limit which limit
 */
public record RateLimited(String appId, Instant time, Optional<SocketId> socketId, RateLimited.Limit limit)
        implements ApplicationEvent {

    /** A limit of an application. */
    public enum Limit {
        /** {@code rate_limiting}: messages of one connection. */
        MESSAGES,
        /** {@code max_client_events_per_sec}: client events of all connections together. */
        CLIENT_EVENTS,
        /** {@code max_backend_events_per_sec}: events that are published. */
        BACKEND_EVENTS,
        /** {@code max_read_req_per_sec}: questions to the HTTP API. */
        READ_REQUESTS
    }
}
