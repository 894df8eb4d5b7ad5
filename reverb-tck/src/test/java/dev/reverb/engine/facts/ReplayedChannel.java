package dev.reverb.engine.facts;

import dev.reverb.internal.channels.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A channel as somebody knows it who has been told its facts and nothing else. Refuses what cannot follow. */
final class ReplayedChannel {

    private final Set<String> members = new TreeSet<>();
    private final List<Fact.ClientEvent> clientEvents = new ArrayList<>();
    private boolean occupied;
    private int count;
    private int misses;

    void apply(Fact fact) {
        if (fact instanceof Fact.Occupied) {
            require(!occupied && members.isEmpty() && count == 0, fact);
            occupied = true;
        } else if (fact instanceof Fact.Vacated) {
            require(occupied && members.isEmpty() && count == 0, fact);
            occupied = false;
        } else if (fact instanceof Fact.MemberAdded added) {
            require(occupied && members.add(added.userId()), fact);
        } else if (fact instanceof Fact.MemberRemoved removed) {
            require(occupied && members.remove(removed.userId()), fact);
        } else if (fact instanceof Fact.SubscriptionCount counted) {
            // Below the throttle each change is told; nothing says so of what it skips.
            require(occupied && counted.count() >= 0, fact);
            count = counted.count();
        } else if (fact instanceof Fact.CacheMiss) {
            require(occupied, fact);
            misses++;
        } else if (fact instanceof Fact.ClientEvent said) {
            require(said.userId() == null || members.contains(said.userId()), fact);
            clientEvents.add(said);
        }
    }

    private void require(boolean possible, Fact fact) {
        if (!possible) {
            throw new AssertionError(fact + " was told when it was " + this);
        }
    }

    boolean isOccupied() {
        return occupied;
    }

    Set<String> members() {
        return members;
    }

    int count() {
        return count;
    }

    int misses() {
        return misses;
    }

    List<Fact.ClientEvent> clientEvents() {
        return clientEvents;
    }

    @Override
    public String toString() {
        return (occupied ? "occupied" : "vacant") + ", " + members + ", " + count;
    }
}
