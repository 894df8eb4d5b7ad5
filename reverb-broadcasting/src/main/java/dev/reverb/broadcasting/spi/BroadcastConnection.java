package dev.reverb.broadcasting.spi;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The way to one server. Known to a {@link dev.reverb.broadcasting.Broadcaster} by a name; {@link dev.reverb.broadcasting.connection} has
 * those to a server in the same process and over HTTP.
 *
 * <p>Safe for any thread. Called concurrently; but messages with a channel in common come one after the other, each after the stage of the
 * one before it has completed, as far as they come through the {@link dev.reverb.broadcasting.MemoryQueue}.
 */
@FunctionalInterface
public interface BroadcastConnection extends AutoCloseable {

    /**
     * Publishes a message to all its channels. May block, for it is called on a thread of the queue's or the sender's own, but had better
     * not for longer than its own time-out.
     *
     * @param message what to publish
     * @return completes when the server has taken it; with a {@link dev.reverb.broadcasting.BroadcastException} where not, whose reason says
     *     whether the queue tries again; any other exception counts as {@code FAILED}
     */
    CompletionStage<Void> publish(BroadcastMessage message);

    /**
     * How many messages {@link #publishBatch} takes.
     *
     * @return at least 1, the default: then it is never called with several
     */
    default int maxBatchSize() {
        return 1;
    }

    /**
     * Publishes several messages of one channel each in this order, all of them or none. May block as {@link #publish}.
     *
     * @param batch 1 to {@link #maxBatchSize} messages, which may be of the same channel
     * @return completes as that of {@link #publish}, for all together
     */
    default CompletionStage<Void> publishBatch(List<BroadcastMessage> batch) {
        return batch.size() == 1
                ? publish(batch.get(0))
                : CompletableFuture.failedFuture(new UnsupportedOperationException("One message at a time"));
    }

    /** Lets go of what it holds. Called once, by the broadcaster's {@code close}, after the queue has been drained. Nothing by default. */
    @Override
    default void close() {}
}
