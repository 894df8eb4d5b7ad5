package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.internal.state.ChannelState;
import dev.reverb.scaling.redis.internal.state.MessageId;
import dev.reverb.scaling.redis.internal.state.TopicMessage;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Event;
import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.KeptMessage;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The events of one channel: each is told once, whichever way it comes (from the topic, from the topic a second time after an outage, from
 * this node itself while there was no topic, as what the channel keeps), and what the channel keeps. Runs in the channel's queue.
 */
final class ChannelEvents {

    private final Hub hub;
    private final Consumer<BusMessage> teller;
    private final SeenNumbers seen = new SeenNumbers();
    private final KeptEvent kept;

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

    /**
     * The telling begins with what Redis has.
     *
     * @param before what has arrived, and is in that or comes before what is
     */
    void begin(ChannelState fetched, List<TopicMessage> before) {
        before.stream().filter(ChannelEvents::isEvent).forEach(this::isNew);
        fetched.kept().ifPresent(this::isNew);
        kept.take(fetched.snapshot().kept());
    }

    /** An event has arrived. */
    void received(TopicMessage message, Event event) {
        if (isNew(message)) {
            tell(event.message());
        }
    }

    /** One of this node's own, which Redis cannot bring back. */
    void tellOwn(long number, BusMessage event) {
        if (seen.isNew(hub.sender().value(), number)) {
            tell(event);
        }
    }

    /**
     * An event may have been kept while this node could not hear: its subscribers get it now.
     *
     * @param arrived what has arrived since; an event that is there is told in its place
     */
    void catchUp(ChannelState fetched, List<TopicMessage> arrived) {
        Optional<MessageId> id = fetched.kept();
        if (id.isPresent()
                && arrived.stream()
                        .noneMatch(message -> isEvent(message) && id(message).equals(id.get()))
                && isNew(id.get())) {
            fetched.snapshot()
                    .kept()
                    .ifPresent(message ->
                            tell(new BusMessage(message.payload(), Optional.empty(), Optional.of(message.timeLeft()))));
        }
    }

    private boolean isNew(TopicMessage message) {
        if (message.sender().equals(hub.sender())) {
            hub.echoed(message.number());
        }
        return isNew(id(message));
    }

    private static boolean isEvent(TopicMessage message) {
        return message.body() instanceof Event;
    }

    private static MessageId id(TopicMessage event) {
        return new MessageId(event.sender(), event.number());
    }

    private boolean isNew(MessageId id) {
        return seen.isNew(id.sender().value(), id.number());
    }

    private void tell(BusMessage event) {
        kept.take(event);
        teller.accept(event);
    }
}
