package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.internal.state.Subscriptions.Publish;
import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.ChannelAddress;
import dev.reverb.spi.scaling.ChannelChange;
import dev.reverb.spi.scaling.ChannelChange.SubscriptionsChanged;
import java.util.concurrent.atomic.AtomicInteger;

/** Whether the listener is told of a channel, and the telling. Runs in the channel's queue, but for {@link #mute}. */
final class Telling {

    private final ChannelAddress address;
    private final Hub hub;
    private final AtomicInteger muted = new AtomicInteger();
    private boolean on;

    Telling(ChannelAddress address, Hub hub) {
        this.address = address;
        this.hub = hub;
    }

    void begin() {
        on = true;
    }

    /** Nothing is told until {@link #unmute}, and not by what waits in the queue before that either. For any thread. */
    void mute() {
        muted.incrementAndGet();
    }

    void unmute() {
        muted.decrementAndGet();
    }

    void end() {
        on = false;
    }

    void tell(BusMessage event) {
        if (isHeard()) {
            hub.listener().onMessage(address, event);
        }
    }

    void tell(ChannelChange change) {
        boolean silent = change instanceof SubscriptionsChanged && hub.counts(address) == Publish.NOTHING;
        if (isHeard() && !silent) {
            hub.listener().onChange(address, change);
        }
    }

    private boolean isHeard() {
        return on && muted.get() == 0;
    }
}
