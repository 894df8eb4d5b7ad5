package dev.reverb.broadcasting.spi;

/**
 * Where messages wait for their server, off the thread that sends. {@link dev.reverb.broadcasting.MemoryQueue} is the default. An
 * application with a broker puts them there instead: {@link #push} writes {@link QueuedBroadcast} to it, as JSON or whatever suits, and its
 * consumer, in this process or another, gives each to {@link dev.reverb.broadcasting.Broadcaster#deliver}.
 *
 * <p>What a queue promises is its own: order per channel and delivery at least once are what {@code MemoryQueue} does.
 */
public interface BroadcastQueue extends AutoCloseable {

    /**
     * Called once, before anything else.
     *
     * @param delivery where messages go
     */
    void start(BroadcastDelivery delivery);

    /**
     * Takes a message. Called on the sender's thread, concurrently, and must not block it.
     *
     * @param broadcast what to deliver
     * @throws RuntimeException where it cannot be taken; the message is dropped then, which the broadcaster reports: a
     *     {@link dev.reverb.broadcasting.BroadcastException} with {@code QUEUE_FULL} where too much waits
     */
    void push(QueuedBroadcast broadcast);

    /** Delivers what it can in its own time, tells {@link BroadcastDelivery#giveUp} of the rest, and takes nothing more. */
    @Override
    void close();
}
