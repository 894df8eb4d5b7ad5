package dev.reverb.internal.channels;

import dev.reverb.spi.websocket.EncodedFrame;
import org.jspecify.annotations.Nullable;

/** A client event on its way to the other subscribers of its channel. */
public final class Whisper extends Delivery {

    private final @Nullable Subscription sender;
    private final boolean memberOnly;
    private final Fact.@Nullable ClientEvent fact;
    private final Outcome outcome;

    /** Is told what becomes of a client event. */
    public interface Outcome {

        /** It is in its channel's mailbox. Called in the sender's stack, or later on any thread. */
        void admitted();

        /** There was no room for it in time; none of the others is called then. Any thread. */
        void refused();

        /** It had been admitted, but could not be passed on to the other servers, and nobody gets it. Any thread. */
        void unavailable();

        /** It had been admitted, but its sender had to be a member and was none. Called on the channel's home lane. */
        void notMember();
    }

    /**
     * @param senderKey the sender's socket id, as one number
     * @param sender the sender's subscription, or null where it has none
     * @param memberOnly whether the sender must be a member at this place in the channel's order
     * @param fact what is told where the event is accepted, or null where nobody wants to know
     * @param done as for every delivery
     */
    public Whisper(
            EncodedFrame frame,
            long senderKey,
            @Nullable Subscription sender,
            boolean memberOnly,
            Fact.@Nullable ClientEvent fact,
            Outcome outcome,
            Runnable done) {
        super(frame, senderKey, done);
        this.sender = sender;
        this.memberOnly = memberOnly;
        this.fact = fact;
        this.outcome = outcome;
    }

    /** Whether the sender is whom the channel takes events from, now. In the mailbox. */
    boolean isAccepted() {
        return !memberOnly || sender != null && sender.joined;
    }

    Fact.@Nullable ClientEvent fact() {
        return fact;
    }

    Outcome outcome() {
        return outcome;
    }
}
