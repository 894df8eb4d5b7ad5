package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.channel.Member;
import dev.reverb.scaling.redis.internal.state.ChannelState;
import dev.reverb.scaling.redis.internal.state.TopicMessage;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Added;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Event;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Removed;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Subscriptions;
import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.ChannelAddress;
import dev.reverb.spi.scaling.ChannelSnapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A channel as this node knows it, which is as it has told it: fetched once, and since then by what arrives on the topic. Runs in the
 * channel's queue.
 *
 * <p>What is fetched and what arrives meet in one order. All messages that were published before the channel was read in Redis have
 * arrived by the time it is {@linkplain #take taken}. The last of those that it has in it, by its version, divides them:
 *
 * <pre>
 *   arrived:   event  +ada  event  kept  │  event  event  -bob
 *   versions:          7            8    │                 9        fetched at version 8
 *              older: in it, or before   │  newer: told behind it
 * </pre>
 *
 * <p>Events behind the divide may have been published before the channel was read as well; nothing changed in between, so it was the same
 * for them.
 */
final class ChannelView {

    private final ChannelAddress address;
    private final Hub hub;
    private final Predicate<String> isHere;
    private final Replica replica;
    private final ChannelEvents events;
    private boolean holds;
    private boolean releaseDue;
    private boolean takenOut;

    /**
     * Knows of nothing.
     *
     * @param isHere whether a user is on this node
     */
    ChannelView(ChannelAddress address, Hub hub, Telling telling, Predicate<String> isHere) {
        this.address = address;
        this.hub = hub;
        this.isHere = isHere;
        this.replica = new Replica(telling::tell);
        this.events = new ChannelEvents(hub, telling::tell);
    }

    Replica replica() {
        return replica;
    }

    ChannelSnapshot snapshot() {
        List<Member> members = address.channel().isPresence() ? replica.members() : List.of();
        return new ChannelSnapshot(replica.subscriptions(), members, events.kept());
    }

    /** Begins without Redis: with nothing. */
    void beginEmpty() {
        begin(new ChannelState(-1, new ChannelSnapshot(0, List.of(), Optional.empty()), Optional.empty()), List.of());
    }

    /**
     * Begins with the channel as Redis has it.
     *
     * @param arrived on the topic since it was subscribed to
     * @return the messages that are still to be told
     */
    List<TopicMessage> begin(ChannelState fetched, List<TopicMessage> arrived) {
        int divide = divide(fetched.version(), arrived);
        ChannelSnapshot snapshot = fetched.snapshot();
        holds = false;
        events.begin(fetched, arrived.subList(0, divide));
        replica.reset(fetched.version(), snapshot.subscriptions(), snapshot.members());
        return arrived.subList(divide, arrived.size());
    }

    /**
     * Takes the channel as Redis has it now, and tells what is different.
     *
     * @param arrived on the topic, and not told yet
     * @return the messages that are still to be told
     */
    List<TopicMessage> take(ChannelState fetched, List<TopicMessage> arrived) {
        int divide = divide(fetched.version(), arrived);
        ChannelSnapshot snapshot = fetched.snapshot();
        List<TopicMessage> older = arrived.subList(0, divide);
        // What did not arrive comes before all that did.
        events.catchUp(fetched, arrived);
        Set<String> heard = arrivals(older);
        snapshot.members().stream()
                .filter(member -> !heard.contains(member.userId()))
                .forEach(replica::addLocally);
        for (TopicMessage message : older) {
            replica.leap(message.before());
            apply(message);
        }
        replica.refresh(
                fetched.version(), snapshot.subscriptions(), snapshot.members(), takenOut || holds && !releaseDue);
        holds = false;
        if (releaseDue && !takenOut) {
            replica.release();
        }
        return arrived.subList(divide, arrived.size());
    }

    private static Set<String> arrivals(List<TopicMessage> messages) {
        Set<String> users = new HashSet<>();
        for (TopicMessage message : messages) {
            if (message.body() instanceof Added added) {
                users.add(added.member().userId());
            }
        }
        return users;
    }

    private static int divide(long version, List<TopicMessage> arrived) {
        int known = arrived.size();
        while (known > 0 && !isKnown(arrived.get(known - 1), version)) {
            known--;
        }
        return known;
    }

    private static boolean isKnown(TopicMessage message, long version) {
        return message.isVersioned() && message.after() <= version;
    }

    /** A message is the next. An event is told in any case. */
    Replica.Outcome apply(TopicMessage message) {
        long before = message.before();
        long after = message.after();
        if (message.body() instanceof Event event) {
            Replica.Outcome outcome = message.isVersioned() ? replica.step(before, after) : Replica.Outcome.APPLIED;
            events.received(message, event);
            return outcome;
        } else if (message.body() instanceof Added added) {
            return replica.added(before, after, added.member());
        } else if (message.body() instanceof Removed removed) {
            return replica.removed(before, after, removed.userId(), takesOut(message) && isHere.test(removed.userId()));
        } else if (message.body() instanceof Subscriptions subscriptions) {
            return replica.counted(before, after, subscriptions.count(), takesOut(message));
        }
        return Replica.Outcome.KNOWN;
    }

    /** The connection ends: of what has arrived the events are told, and the changes will be fetched. */
    void applyEvents(List<TopicMessage> arrived) {
        for (TopicMessage message : arrived) {
            if (message.body() instanceof Event event) {
                events.received(message, event);
            }
        }
    }

    /**
     * Whether this node's part is being taken out by another, which took it for dead. Nobody here is told so; this node will find itself fenced,
     * and put it back. A user whom another removes for itself has gone, though this node is about to add it: it is told as gone and come.
     */
    private boolean takesOut(TopicMessage message) {
        boolean takesOut = message.number() == 0 && hub.isOwn(message.sender());
        Standing standing = hub.standing();
        takenOut |= takesOut && standing != null && standing.node().equals(message.sender());
        return takesOut;
    }

    /** One of this node's own messages that Redis cannot bring back. */
    void tellOwn(long number, BusMessage event) {
        events.tellOwn(number, event);
    }

    /** Redis was away: what is missing with the next {@link #take} may be put back by others still. */
    void recover() {
        holds = true;
    }

    /** This node is about to say what it has: all nodes will get time for that. */
    void expectReturns() {
        releaseDue = false;
        takenOut = false;
    }

    /**
     * There was time enough for all nodes to put their parts back.
     *
     * @param isLive whether nothing is being fetched; else what is held back is told with the next {@link #take}
     */
    void release(boolean isLive) {
        releaseDue = true;
        if (isLive && !takenOut) {
            replica.release();
        }
    }
}
