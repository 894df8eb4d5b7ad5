package dev.reverb.internal.channels;

import dev.reverb.spi.websocket.EncodedFrame;
import org.jspecify.annotations.Nullable;

/** What a channel's mailbox writes into the logs of its segments, in the channel's one order. */
sealed interface LogEntry permits Delivery, LogEntry.Join, LogEntry.Leave, LogEntry.Reply, Fence {

    /** A subscription begins: it gets its answer, the kept event or a miss, and what follows in the log. */
    record Join(
            Subscription subscription,
            EncodedFrame succeeded,
            @Nullable EncodedFrame kept) implements LogEntry {}

    /** A subscription ends: it gets what precedes in the log, and nothing more. */
    record Leave(Subscription subscription) implements LogEntry {}

    /** A frame for one subscription alone, at its place among the others. */
    record Reply(Subscription subscription, EncodedFrame frame) implements LogEntry {}
}
