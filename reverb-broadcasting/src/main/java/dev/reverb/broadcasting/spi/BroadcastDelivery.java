package dev.reverb.broadcasting.spi;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where a {@link BroadcastQueue} hands its messages to: the broadcaster, which knows the connections. Safe for any thread. */
public interface BroadcastDelivery {

    /**
     * Publishes a message by the connection that it names. May block as long as that does.
     *
     * @param broadcast what came out of the queue
     * @return completes when the server has taken it; with a {@link dev.reverb.broadcasting.BroadcastException} where not: the queue
     *     tries again where its reason {@linkplain dev.reverb.broadcasting.BroadcastException.Reason#isRetryable is retryable}, or else tells
     *     {@link #giveUp}
     */
    CompletionStage<Void> deliver(QueuedBroadcast broadcast);

    /**
     * Publishes several messages of one channel each in this order, all of them or none.
     *
     * @param batch 1 to {@link #maxBatchSize} messages for one connection
     * @return completes as that of {@link #deliver}, for all together
     */
    CompletionStage<Void> deliverBatch(List<QueuedBroadcast> batch);

    /**
     * How many messages {@link #deliverBatch} takes for a connection.
     *
     * @param connection the connection's name
     * @return at least 1
     */
    int maxBatchSize(String connection);

    /**
     * Says that a message will not be delivered: it is counted, logged, and told to {@code onFailure}. Does not throw.
     *
     * @param broadcast what is dropped
     * @param attempts how often it was tried
     * @param cause why it is dropped
     */
    void giveUp(QueuedBroadcast broadcast, int attempts, Throwable cause);
}
