package dev.reverb;

/** A publication was refused, as a whole: no channel got it. The message says why. */
public final class PublishException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Why a publication was refused. */
    public enum Reason {
        /** No application has this id (HTTP 404). */
        UNKNOWN_APPLICATION,
        /** A name is no channel name, or a name, a list or a batch is too long (HTTP 422). */
        INVALID,
        /** The data is larger than the application's {@code max_event_size} (HTTP 413). */
        TOO_LARGE,
        /** The application publishes more than its {@code max_backend_events_per_sec} (HTTP 429). */
        RATE_LIMITED,
        /**
         * Too much waited before it for too long, the server has stopped, or other servers cannot be reached and too much waits for them
         * (HTTP 503). Where several channels or events were published to other servers, too, some may have got theirs in that last case.
         */
        UNAVAILABLE
    }

    private final Reason reason;

    /**
     * A refusal.
     *
     * @param reason why
     * @param message the same in words
     */
    public PublishException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /**
     * Why the publication was refused.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }
}
