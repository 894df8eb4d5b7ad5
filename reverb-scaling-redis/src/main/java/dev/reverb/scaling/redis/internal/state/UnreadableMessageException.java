package dev.reverb.scaling.redis.internal.state;

/**
 * What came over a topic is no message of this version of the format. Whoever follows the topic leaves it out, and says so once for
 * each reason and sender.
 */
public final class UnreadableMessageException extends Exception {

    /** The sender of what has none. */
    public static final String UNKNOWN = "unknown";

    private static final long serialVersionUID = 1L;

    private final String reason;
    private final String sender;

    UnreadableMessageException(String reason, String sender) {
        super("Message from node " + sender + ": " + reason);
        this.reason = reason;
        this.sender = sender;
    }

    /** What is wrong with it; one of a few hundred texts, whatever the bytes were. */
    public String reason() {
        return reason;
    }

    /** The node that it says it comes from, or {@link #UNKNOWN}. */
    public String sender() {
        return sender;
    }
}
