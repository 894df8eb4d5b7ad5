package dev.reverb.spi;

/**
 * Takes the engine's figures. Called on lanes, concurrently by several, often: an implementation counts and returns. The
 * engine guards itself against one that throws. {@code appId} is the id of the application concerned.
 */
public interface MetricsRecorder {

    /**
     * A connection was accepted.
     *
     * @param appId the application
     */
    default void connectionOpened(String appId) {}

    /**
     * A connection was refused after its upgrade.
     *
     * @param code the {@code pusher:error} code that the client was told, such as 4001
     */
    default void connectionRefused(int code) {}

    /**
     * An accepted connection is open no more: it is gone, or one side has begun to close it.
     *
     * @param appId the application
     */
    default void connectionClosed(String appId) {}

    /**
     * A message arrived from a client.
     *
     * @param appId the application
     * @param bytes its length, as it came: compressed where it was
     */
    default void messageReceived(String appId, int bytes) {}

    /**
     * Frames were handed to transports or queued for them.
     *
     * @param appId the application
     * @param frames how many copies
     * @param bytes their length together, headers included
     */
    default void messagesSent(String appId, int frames, long bytes) {}

    /**
     * An event was published and admitted.
     *
     * @param appId the application
     */
    default void eventPublished(String appId) {}

    /**
     * A client event was refused, or a message dropped, by a rate limit.
     *
     * @param appId the application
     */
    default void rateLimited(String appId) {}

    /**
     * A connection, a subscription or a client event was refused because an interceptor failed: it threw, answered null, or not in
     * time, or too many waited for an answer. What an interceptor refuses is not counted here.
     *
     * @param appId the application
     */
    default void interceptionFailed(String appId) {}

    /**
     * A connection was closed because too much waited for it.
     *
     * @param appId the application
     * @param droppedBytes what it will not get
     */
    default void slowConsumerClosed(String appId, long droppedBytes) {}

    /**
     * A connection was closed because it did not answer a ping.
     *
     * @param appId the application
     */
    default void connectionPruned(String appId) {}

    /**
     * A publish was refused because too much waited before it.
     *
     * @param appId the application
     */
    default void publishRefused(String appId) {}

    /**
     * A webhook took a batch: it answered 2xx.
     *
     * @param appId the application
     * @param events how many events the batch has
     */
    default void webhookDelivered(String appId, int events) {}

    /**
     * An attempt at a webhook failed: it did not answer in time, or not with 2xx. The batch is tried again, unless its time is over.
     *
     * @param appId the application
     */
    default void webhookFailed(String appId) {}

    /**
     * Events for a webhook were dropped: too many waited, or the hook did not take them in time. What the scaling back-end drops, since too
     * much waits there, is counted once, however many webhooks the application has.
     *
     * @param appId the application
     * @param events how many
     */
    default void webhookDropped(String appId, int events) {}

    /**
     * An event arrived from the scaling back-end for a channel that somebody here is on; also one that this server published.
     *
     * @param appId the application
     */
    default void busEventReceived(String appId) {}

    /**
     * The scaling back-end is away, or back. Told on each change.
     *
     * @param available whether it is there
     */
    default void scalingAvailable(boolean available) {}

    /**
     * Events for a {@link dev.reverb.event.ServerListener} were dropped: too many waited, here or in the scaling back-end, or the server
     * ended before it had been told them.
     * Of all applications together, since a listener hears of all.
     *
     * @param events how many
     */
    default void listenerEventsDropped(int events) {}

    /**
     * A recorder that counts nothing.
     *
     * @return the default
     */
    static MetricsRecorder disabled() {
        return DisabledMetricsRecorder.INSTANCE;
    }
}
