package dev.reverb.internal.channels;

import dev.reverb.internal.wire.PusherFrames;
import dev.reverb.spi.websocket.EncodedFrame;
import org.jspecify.annotations.Nullable;

/** What a channel's mailbox writes into the logs of its segments, in the channel's one order. */
sealed interface LogEntry permits Delivery, LogEntry.Join, LogEntry.Leave, LogEntry.Repeat, Fence {

    /**
     * A subscription begins: it gets its answer, the kept event or a miss, and what follows in the log.
     *
     * @param present who is present at this place; null on all but presence channels
     */
    record Join(
            Subscription subscription,
            @Nullable PresenceSnapshot present,
            @Nullable EncodedFrame kept) implements LogEntry {}

    /** A subscription ends: it gets what precedes in the log, and nothing more. */
    record Leave(Subscription subscription) implements LogEntry {}

    /** The answer for a subscription that asks once more, at its place among the other frames. */
    record Repeat(Subscription subscription, @Nullable PresenceSnapshot present) implements LogEntry {}

    /** The {@code subscription_succeeded}; made only when it is sent, since the list of a large channel's users is long. */
    static EncodedFrame succeeded(Subscription subscription, @Nullable PresenceSnapshot present) {
        return present == null
                ? PusherFrames.subscriptionSucceeded(subscription.channel())
                : present.succeeded(subscription.channel());
    }
}
