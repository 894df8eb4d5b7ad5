package dev.reverb.engine.random;

import dev.reverb.engine.random.Told.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The one order of a channel's events. A place in it is the number of events before.
 *
 * <p>On most channels an observer saw it, who was there from the beginning and read without pause. Where nobody always is,
 * only what was published is known; that is told in the order in which it was published.
 */
final class ChannelOrder {

    private final List<Told> events;
    private final Map<String, String> excluded;
    private final boolean observed;
    private final List<String> snapshots = new ArrayList<>();

    private ChannelOrder(List<Told> events, Map<String, String> excluded, boolean observed) {
        this.events = events;
        this.excluded = excluded;
        this.observed = observed;
    }

    /** The order that an observer saw, whose log begins with the answer to its subscription. */
    static ChannelOrder observed(List<Told> log, Traffic traffic) {
        int start = log.get(1).kind() == Kind.MISS ? 2 : 1;
        ChannelOrder order = new ChannelOrder(log.subList(start, log.size()), traffic.excluded(), true);
        Roster roster = new Roster();
        if (!log.get(0).text().equals("{}")) {
            roster.apply(log.get(0));
        }
        order.snapshots.add(roster.toString());
        for (Told event : order.events) {
            roster.apply(event);
            order.snapshots.add(roster.toString());
        }
        return order;
    }

    /** The order of what was published. */
    static ChannelOrder published(String channel, Traffic traffic) {
        List<Told> events = traffic.publishedTo(channel)
                .map(event -> new Told(event.phase(), Kind.PUBLISHED, event.text(), ""))
                .toList();
        return new ChannelOrder(events, traffic.excluded(), false);
    }

    /** Whether it has client and member events too. */
    boolean isObserved() {
        return observed;
    }

    int size() {
        return events.size();
    }

    Told get(int index) {
        return events.get(index);
    }

    List<Told> events() {
        return events;
    }

    /** The members at a place, as the snapshot that tells of them. */
    String snapshot(int place) {
        return snapshots.get(place);
    }

    /** The place at which a phase began. */
    int startOf(int phase) {
        return (int) events.stream().filter(event -> event.phase() < phase).count();
    }

    /** Whether the event at an index was not for a connection. */
    boolean isExcluded(int index, String socketId) {
        return socketId.equals(excluded.get(events.get(index).text()));
    }

    /** The first index from a place on whose event was for a connection. */
    int nextFor(String socketId, int place) {
        int index = place;
        while (index < size() && isExcluded(index, socketId)) {
            index++;
        }
        return index;
    }

    /** The last event published before a place, or null. */
    Told lastPublished(int place) {
        for (int i = place - 1; i >= 0; i--) {
            if (events.get(i).kind() == Kind.PUBLISHED) {
                return events.get(i);
            }
        }
        return null;
    }
}
