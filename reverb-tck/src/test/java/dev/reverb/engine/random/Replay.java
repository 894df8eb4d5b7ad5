package dev.reverb.engine.random;

import dev.reverb.engine.random.ChannelLog.Membership;
import dev.reverb.engine.random.Told.Kind;
import java.util.List;

/**
 * Lays what one connection was told about a channel over the channel's order. Each membership must be a piece of the order
 * without a gap, less what was not for this connection; begin with the members and the kept event of that very place; and
 * reach as far as the connection was certainly subscribed.
 */
final class Replay {

    private final RandomClient client;
    private final String channel;
    private final ChannelOrder order;
    private final Phases phases;
    private final Traffic traffic;
    private final boolean presence;
    private final boolean observedPresence;
    private final boolean cache;

    Replay(RandomClient client, String channel, ChannelOrder order, Phases phases, Traffic traffic) {
        this.client = client;
        this.channel = channel;
        this.order = order;
        this.phases = phases;
        this.traffic = traffic;
        this.presence = channel.startsWith("presence-");
        this.observedPresence = presence && order.isObserved();
        this.cache = channel.contains("cache-");
    }

    void check() {
        int from = 0;
        for (Membership membership : client.log(channel).memberships(client.gonePhase())) {
            from = endOf(membership, from);
        }
    }

    /** Finds the membership's place in the order; returns where it ends. */
    private int endOf(Membership membership, int from) {
        int phase = membership.startPhase();
        int last = order.startOf(phase + 1);
        for (int place = Math.max(from, order.startOf(phase)); place <= last; place++) {
            int end = laidAt(place, membership);
            if (end >= 0) {
                return end;
            }
        }
        throw new AssertionError(client + " was told of " + channel + "\n" + membership + "\nwhich is no piece, from "
                + from + " on, of\n" + order.events());
    }

    private int laidAt(int start, Membership membership) {
        List<Told> told = membership.told().stream().filter(this::isInOrder).toList();
        if (!isSnapshotOf(start, told.get(0)) || !beginsWithItsUser(start)) {
            return -1;
        }
        int first = 1;
        if (cache && told.size() > 1) {
            if (!isKeptAt(start, told.get(1))) {
                return -1;
            }
            first = 2;
        }
        int place = start;
        for (Told next : told.subList(first, told.size())) {
            if (next.kind() == Kind.SUCCEEDED) {
                if (!isSnapshotOf(place, next)) {
                    return -1;
                }
            } else {
                place = order.nextFor(client.socketId(), place);
                if (place == order.size() || !order.get(place).equals(next) || isFromBefore(next, membership)) {
                    return -1;
                }
                place++;
            }
        }
        return reachesFarEnough(place, membership) ? place : -1;
    }

    private boolean isInOrder(Told told) {
        return order.isObserved() || told.kind() != Kind.ADDED && told.kind() != Kind.REMOVED;
    }

    private boolean isSnapshotOf(int place, Told succeeded) {
        return presence
                ? !observedPresence || succeeded.text().equals(order.snapshot(place))
                : succeeded.text().equals("{}");
    }

    /** Where a user has one connection only, the membership begins right behind the event that tells of it. */
    private boolean beginsWithItsUser(int place) {
        return !observedPresence || !client.isOnlyOneOfItsUser() || place > 0 && isOwn(Kind.ADDED, place - 1);
    }

    private boolean isOwn(Kind kind, int index) {
        Told event = order.get(index);
        return event.kind() == kind && Roster.userOf(event).equals(client.user());
    }

    /** Whether an event was published before the subscription had even been sent. */
    private boolean isFromBefore(Told event, Membership membership) {
        return event.kind() == Kind.PUBLISHED && traffic.isBefore(event, membership.askedAt());
    }

    private boolean isKeptAt(int place, Told told) {
        Told published = order.lastPublished(place);
        boolean kept = published != null && phases.isKept(published.phase(), told.phase());
        return kept ? told.kind() == Kind.PUBLISHED && told.text().equals(published.text()) : told.kind() == Kind.MISS;
    }

    private boolean reachesFarEnough(int place, Membership membership) {
        int end = membership.endPhase();
        if (end != ChannelLog.NEVER && membership.told().stream().anyMatch(told -> told.phase() > end)) {
            throw new AssertionError(client + " was told after it had left " + channel + ": " + membership);
        }
        int next = order.nextFor(client.socketId(), place);
        if (membership.isUnsubscribed() && client.gonePhase() > end) {
            return endsWithItsUser(next) && !missesWhatWasBefore(next, membership.leftAt());
        }
        return next >= (end == ChannelLog.NEVER ? order.size() : order.startOf(end));
    }

    private boolean endsWithItsUser(int next) {
        return !observedPresence || !client.isOnlyOneOfItsUser() || next < order.size() && isOwn(Kind.REMOVED, next);
    }

    private boolean missesWhatWasBefore(int next, int moment) {
        return order.events().subList(next, order.size()).stream()
                .filter(event -> event.kind() == Kind.PUBLISHED)
                .anyMatch(event -> traffic.isBefore(event, moment)
                        && !client.socketId().equals(traffic.excluded().get(event.text())));
    }
}
