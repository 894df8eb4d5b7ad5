package dev.reverb.internal.channels;

import dev.reverb.application.WebhookEventType;
import dev.reverb.channel.ChannelName;

/**
 * Takes what happens on an application's channels: each thing once, in the step in which it happens. Called in the channels'
 * mailboxes, so in order per channel and by several lanes at once; it must neither wait nor throw.
 *
 * <p>What one subscription brings comes as {@code occupied}, {@code member_added}, {@code cache_miss}, {@code subscription_count},
 * what its end takes as {@code subscription_count}, {@code member_removed}, {@code vacated}. {@code #server-to-user-} channels
 * tell nothing.
 */
public interface FactSink {

    /** Wants nothing. */
    FactSink NONE = new FactSink() {
        @Override
        public boolean wants(WebhookEventType type, ChannelName channel) {
            return false;
        }

        @Override
        public void accept(Fact fact) {}
    };

    /** Tells two. */
    static FactSink both(FactSink one, FactSink other) {
        return one == NONE ? other : other == NONE ? one : new BothSinks(one, other);
    }

    /** Tells a sink a fact, where it wants it. */
    static void tell(FactSink sink, Fact fact) {
        if (sink.wants(fact.type(), fact.channel())) {
            sink.accept(fact);
        }
    }

    /**
     * Whether a fact of that type is of use. Asked before one is made. Where the end of something is wanted, its beginning is too,
     * and the other way round, since they undo each other. Client events are asked for on their senders' lanes, and again in the
     * mailbox before they are told.
     */
    boolean wants(WebhookEventType type, ChannelName channel);

    /** Takes a fact that is {@linkplain #wants wanted}. */
    void accept(Fact fact);
}
