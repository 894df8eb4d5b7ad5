package dev.reverb.event;

import java.time.Instant;

/**
 * Something that has happened on a server, as a {@link ServerListener} is told of it. Immutable. A minor version may bring more of them, so
 * that a {@code switch} over all wants a {@code default}.
 */
public sealed interface ServerEvent permits ApplicationEvent, ConnectionRefused, EventsMissed {

    /**
     * When it happened, to the millisecond.
     *
     * @return the time by the server's {@link dev.reverb.spi.Ticker}
     */
    Instant time();
}
