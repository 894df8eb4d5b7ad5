package dev.reverb.internal.channels;

import dev.reverb.channel.ChannelName;
import dev.reverb.internal.connection.Connection;
import dev.reverb.internal.connection.LaneWorker;
import dev.reverb.spi.websocket.EncodedFrame;
import org.jspecify.annotations.Nullable;

/**
 * A channel's subscriptions, lane by lane, and the way to them. What is appended here, one thing behind the other, comes to
 * every subscription in that order. A part of {@link Channel}, as its superclass, since channels are many.
 *
 * <p>In the mailbox, except {@link #home} and {@link #subscriptions}, which any thread may call.
 */
abstract sealed class ChannelSegments permits Channel {

    final ChannelRegistry registry;
    final ChannelName name;
    private final LaneWorker home;

    /** One for each lane that has had a subscriber; linked through themselves, since nearly always there is one. */
    private @Nullable Segment segments;

    private volatile int subscriptions;

    ChannelSegments(ChannelRegistry registry, ChannelName name, LaneWorker home) {
        this.registry = registry;
        this.name = name;
        this.home = home;
    }

    final LaneWorker home() {
        return home;
    }

    final int subscriptions() {
        return subscriptions;
    }

    // ---- those who are there ----

    /** From here on somebody belongs to it. */
    final void add(LogEntry.Join join) {
        Subscription subscription = join.subscription();
        subscription.joined = true;
        count(1);
        Segment segment = segmentOf(subscription);
        segment.members++;
        append(segment, join);
    }

    /** From here on somebody who belonged to it does not. */
    final void remove(Subscription subscription) {
        subscription.joined = false;
        count(-1);
        Segment segment = segmentOf(subscription);
        segment.members--;
        append(segment, new LogEntry.Leave(subscription));
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the mailbox is the only writer
    private void count(int change) {
        subscriptions += change;
    }

    private Segment segmentOf(Subscription subscription) {
        LaneWorker worker = subscription.subscriber().connection().worker();
        for (Segment segment = segments; segment != null; segment = segment.next) {
            if (segment.worker() == worker) {
                return segment;
            }
        }
        Segment added = new Segment(registry.lane(worker), segments);
        segments = added;
        return added;
    }

    /** How many lanes there are that have had a subscriber. */
    final int segmentCount() {
        int count = 0;
        for (Segment segment = segments; segment != null; segment = segment.next) {
            count++;
        }
        return count;
    }

    // ---- what they get ----

    /** Answers somebody who is there once more. */
    final void repeat(LogEntry.Repeat repeat) {
        append(segmentOf(repeat.subscription()), repeat);
    }

    /** A frame for everybody. */
    final void tell(EncodedFrame frame) {
        deliver(new Delivery(frame, Delivery.NOBODY, () -> {}));
    }

    /** A frame for everybody but whom it excludes. */
    final void deliver(Delivery delivery) {
        int concerned = 0;
        for (Segment segment = segments; segment != null; segment = segment.next) {
            if (segment.members > 0) {
                concerned++;
            }
        }
        if (Connection.TRAFFIC.isDebugEnabled()) {
            Connection.TRAFFIC.debug(
                    "{} ({} subscribed) <= {}",
                    name,
                    subscriptions,
                    delivery.frame().text());
        }
        delivery.begin(concerned);
        for (Segment segment = segments; segment != null; segment = segment.next) {
            if (segment.members > 0) {
                append(segment, delivery);
            }
        }
    }

    /** Something for every lane that has had a subscriber. */
    final void appendToAll(LogEntry entry) {
        for (Segment segment = segments; segment != null; segment = segment.next) {
            append(segment, entry);
        }
    }

    private void append(Segment segment, LogEntry entry) {
        if (segment.worker() == home) {
            segment.append(entry);
        } else {
            segment.worker().execute(() -> segment.append(entry));
        }
    }
}
