package dev.reverb.broadcasting;

import dev.reverb.broadcasting.spi.BroadcastDelivery;
import dev.reverb.broadcasting.spi.BroadcastQueue;
import dev.reverb.broadcasting.spi.QueuedBroadcast;
import org.jspecify.annotations.Nullable;

/** The default queue. */
public final class MemoryQueue implements BroadcastQueue {

    private volatile @Nullable BroadcastDelivery delivery;

    private MemoryQueue() {}

    /**
     * A queue with the defaults.
     *
     * @return a queue of one broadcaster only
     */
    public static MemoryQueue create() {
        return new MemoryQueue();
    }

    @Override
    public void start(BroadcastDelivery newDelivery) {
        delivery = newDelivery;
    }

    @Override
    public void push(QueuedBroadcast broadcast) {
        BroadcastDelivery out = delivery;
        if (out != null) {
            out.deliver(broadcast);
        }
    }

    @Override
    public void close() {}
}
