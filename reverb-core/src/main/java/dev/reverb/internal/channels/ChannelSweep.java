package dev.reverb.internal.channels;

import dev.reverb.internal.connection.LaneWorker;

/** What is done for the channels of all applications once a second, lane by lane. Channels need no timers. */
public final class ChannelSweep {

    private final KeptEventExpiry keptEvents = new KeptEventExpiry();
    private final SubscriptionCounts subscriptionCounts = new SubscriptionCounts();

    KeptEventExpiry keptEvents() {
        return keptEvents;
    }

    SubscriptionCounts subscriptionCounts() {
        return subscriptionCounts;
    }

    /** One sweep of the channels that have their home on a lane. On that lane. */
    public void run(LaneWorker worker, long nanoTime) {
        keptEvents.sweep(worker, nanoTime);
        subscriptionCounts.sweep(worker, nanoTime);
    }
}
