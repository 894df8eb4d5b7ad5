package dev.reverb.internal;

import java.time.Duration;

/** The limits of the server as a whole; see the setters of {@code ReverbServer.Builder}. */
public record ServerSettings(
        String path,
        boolean claimsUp,
        int maxRequestSize,
        Duration requestTimeout,
        Duration drainDelay,
        Duration drainTimeout,
        int maxConnectionsPerAddress,
        long maxOutboundTotal,
        int maxPendingEvents,
        int maxPendingListenerEvents,
        Duration interceptorTimeout,
        Duration applicationCheckInterval,
        boolean compression) {}
