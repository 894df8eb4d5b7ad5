package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.internal.state.TopicMessage;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Event;
import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.KeptMessage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The events of one channel: each is told once, whichever way it comes (from the topic, from the topic a second time after an outage, from
 * this node itself while there was no topic, as what the channel keeps), and what the channel keeps. Runs in the channel's queue.
 */
final class ChannelEvents {

    private final Hub hub;
    private final Consumer<BusMessage> teller;
    private final SeenNumbers seen = new SeenNumbers();
    private final KeptEvent kept;
    private long floor;
    private byte @Nullable [] caughtUp;

    /**
     * Knows of none yet.
     *
     * @param teller is told each
     */
    ChannelEvents(Hub hub, Consumer<BusMessage> teller) {
        this.hub = hub;
        this.teller = teller;
        this.kept = new KeptEvent(hub.ticker());
    }

    /** What the channel keeps now. */
    Optional<KeptMessage> kept() {
        return kept.now();
    }

    /** The telling begins with a snapshot, which has what was kept up to its version. */
    void begin(long version, Optional<KeptMessage> keptThen) {
        floor = version;
        kept.take(keptThen);
    }

    /** Leaves out what has arrived, and is in the snapshot or comes before what is. */
    void leaveOut(List<TopicMessage> arrived) {
        arrived.forEach(this::isNew);
    }

    /**
     * An event has arrived.
     *
     * @param isOld whether it is kept, and a snapshot has had it or a later one
     */
    void received(TopicMessage message, Event event, boolean isOld) {
        boolean isNew = isNew(message);
        if (isNew && !(isOld && wasTold(message, event.message()))) {
            tell(event.message());
        }
    }

    private boolean isNew(TopicMessage message) {
        if (message.sender().equals(hub.sender())) {
            hub.echoed(message.number());
        }
        return seen.isNew(message.sender().value(), message.number());
    }

    /** Whether a kept event is what this node began with, or has caught up with. */
    private boolean wasTold(TopicMessage message, BusMessage event) {
        if (caughtUp != null && Arrays.equals(caughtUp, event.payload())) {
            caughtUp = null;
            return true;
        }
        return message.after() <= floor;
    }

    /** One of this node's own, which Redis cannot bring back. */
    void tellOwn(long number, BusMessage event) {
        if (seen.isNew(hub.sender().value(), number)) {
            tell(event);
        }
    }

    /** An event was kept while this node could not hear: its subscribers get it now, unless it is among what has arrived. */
    void catchUp(KeptMessage message, List<TopicMessage> arrived) {
        if (!kept.is(message.payload()) && arrived.stream().noneMatch(one -> isKept(one, message.payload()))) {
            caughtUp = message.payload();
            tell(new BusMessage(message.payload(), Optional.empty(), Optional.of(message.timeLeft())));
        }
    }

    private static boolean isKept(TopicMessage message, byte[] payload) {
        return message.isVersioned()
                && message.body() instanceof Event event
                && Arrays.equals(event.message().payload(), payload);
    }

    private void tell(BusMessage event) {
        kept.take(event);
        teller.accept(event);
    }
}
