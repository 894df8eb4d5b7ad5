package dev.reverb.broadcasting;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A broadcast was not sent. The message says why; neither it nor its causes tell a secret. */
public final class BroadcastException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Why a broadcast was not sent. */
    public enum Reason {
        /** The event is none: a name or a channel that no server takes, or data that Jackson cannot write. */
        INVALID,
        /** The data is larger than the server takes (HTTP 413). */
        TOO_LARGE,
        /** The server refused it for another reason, such as wrong credentials (HTTP 400, 401, 403, 404, 422 and other 4xx). */
        REFUSED,
        /** More is published than the server allows (HTTP 429). */
        RATE_LIMITED,
        /** The server cannot take it now (HTTP 503, and a server in the same process that says the same). */
        UNAVAILABLE,
        /** No connection to the server could be made; it has not seen the broadcast. */
        UNREACHABLE,
        /** The server did not answer in time, or the connection broke: the broadcast may have been sent. */
        UNANSWERED,
        /** The server, or the way to it, failed (HTTP 5xx, an exception of one's own connection): the broadcast may have been sent. */
        FAILED,
        /** As much waits in the queue as may. */
        QUEUE_FULL,
        /** The broadcaster or its connection has been closed. */
        CLOSED;

        /**
         * Whether the same broadcast may well succeed later, so that a queue tries again.
         *
         * @return true of what a server, or the way to it, may recover from
         */
        public boolean isRetryable() {
            return switch (this) {
                case RATE_LIMITED, UNAVAILABLE, UNREACHABLE, UNANSWERED, FAILED -> true;
                case INVALID, TOO_LARGE, REFUSED, QUEUE_FULL, CLOSED -> false;
            };
        }
    }

    private final Reason reason;
    private final @Nullable Duration retryAfter;

    /**
     * A failure.
     *
     * @param reason why
     * @param message the same in words
     */
    public BroadcastException(Reason reason, String message) {
        this(reason, message, null, null);
    }

    /**
     * A failure that another has brought about.
     *
     * @param reason why
     * @param message the same in words
     * @param cause the other, if any
     */
    public BroadcastException(Reason reason, String message, @Nullable Throwable cause) {
        this(reason, message, cause, null);
    }

    /**
     * A failure of a server that says when to come back.
     *
     * @param reason why
     * @param message the same in words
     * @param cause what has brought it about, if anything
     * @param retryAfter how long it wants to be left alone ({@code Retry-After}), if it says so
     */
    public BroadcastException(Reason reason, String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        super(message, cause);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    /**
     * Why the broadcast was not sent.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /**
     * How long the server wants to be left alone.
     *
     * @return what its {@code Retry-After} says, if anything
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
