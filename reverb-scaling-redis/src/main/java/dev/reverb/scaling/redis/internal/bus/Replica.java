package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.channel.Member;
import dev.reverb.spi.scaling.ChannelChange;
import dev.reverb.spi.scaling.ChannelChange.MemberAdded;
import dev.reverb.spi.scaling.ChannelChange.MemberRemoved;
import dev.reverb.spi.scaling.ChannelChange.SubscriptionsChanged;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What this node knows of a followed channel: its members, its subscriptions, and the version at which that was so. Whatever makes it
 * another is told once; what the node knows is always what it has told.
 *
 * <p>A change that Redis publishes carries the channel's version before it and after it. One whose <i>after</i> is not above the
 * replica's version is known already; one whose <i>before</i> is above it comes after something that was missed, and the channel has
 * to be fetched and {@link #refresh}ed; any other is the next and is applied.
 *
 * <p><b>Held back.</b> After an outage Redis may lack what other nodes have not put back yet. A refresh that {@code holds} tells at once who
 * is new, but keeps those who are missing, until they are back, are told to have gone, or {@link #release} says that there was time
 * enough. So does the lower number of subscriptions wait.
 *
 * <p>Not thread-safe.
 */
final class Replica {

    /** What became of a change. */
    enum Outcome {
        /** It was the next one. */
        APPLIED,
        /** It was known already. */
        KNOWN,
        /** Something before it is missing. */
        GAP
    }

    private final Consumer<ChannelChange> teller;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Set<String> held = new LinkedHashSet<>();
    private long version = -1;
    private int subscriptions;
    private int toldSubscriptions;
    private boolean holding;

    /**
     * A replica that knows of nothing.
     *
     * @param teller is told each difference
     */
    Replica(Consumer<ChannelChange> teller) {
        this.teller = teller;
    }

    long version() {
        return version;
    }

    /** The number of subscriptions that was told last. */
    int subscriptions() {
        return toldSubscriptions;
    }

    /** The members as they were told. */
    List<Member> members() {
        return List.copyOf(members.values());
    }

    boolean has(String userId) {
        return members.containsKey(userId);
    }

    int size() {
        return members.size();
    }

    /** Takes a channel as it is, and tells nothing: who follows it gets it whole. */
    void reset(long newVersion, int newSubscriptions, List<Member> newMembers) {
        version = newVersion;
        subscriptions = newSubscriptions;
        toldSubscriptions = newSubscriptions;
        holding = false;
        held.clear();
        members.clear();
        newMembers.forEach(member -> members.put(member.userId(), member));
    }

    /**
     * Takes a channel as it is, and tells what is different.
     *
     * @param hold whether what is missing is held back
     */
    void refresh(long newVersion, int newSubscriptions, List<Member> newMembers, boolean hold) {
        version = newVersion;
        holding |= hold;
        Set<String> missing = new LinkedHashSet<>(members.keySet());
        newMembers.forEach(member -> missing.remove(member.userId()));
        held.retainAll(missing);
        if (holding) {
            held.addAll(missing);
        } else {
            missing.forEach(this::tellRemoved);
        }
        newMembers.forEach(this::put);
        count(newSubscriptions);
    }

    /** There was time enough: tells what was held back and is still so. */
    void release() {
        holding = false;
        new LinkedHashSet<>(held).forEach(this::tellRemoved);
        held.clear();
        count(subscriptions);
    }

    /** A user was added, between two versions. */
    Outcome added(long before, long after, Member member) {
        Outcome outcome = step(before, after);
        if (outcome == Outcome.APPLIED) {
            put(member);
        }
        return outcome;
    }

    /**
     * A user was removed, between two versions.
     *
     * @param hold whether that is held back: the user is on this node, which was taken for dead
     */
    Outcome removed(long before, long after, String userId, boolean hold) {
        Outcome outcome = step(before, after);
        if (outcome == Outcome.APPLIED && hold && members.containsKey(userId)) {
            holding = true;
            held.add(userId);
        } else if (outcome == Outcome.APPLIED) {
            tellRemoved(userId);
        }
        return outcome;
    }

    /**
     * The number of subscriptions has changed, between two versions.
     *
     * @param hold whether a lower one is held back: those of this node, which was taken for dead, are no longer counted
     */
    Outcome counted(long before, long after, int newSubscriptions, boolean hold) {
        Outcome outcome = step(before, after);
        if (outcome == Outcome.APPLIED) {
            holding |= hold;
            count(newSubscriptions);
        }
        return outcome;
    }

    /** The version went on, and nothing of the above with it. */
    Outcome step(long before, long after) {
        if (before > version || after <= before) {
            return Outcome.GAP;
        }
        if (after <= version) {
            return Outcome.KNOWN;
        }
        version = after;
        return Outcome.APPLIED;
    }

    /** The next change is applied though something before it is missing, which a {@link #refresh} is about to bring. */
    void leap(long before) {
        version = Math.max(version, before);
    }

    /** A user has come: to this node while Redis is away, or unheard. */
    void addLocally(Member member) {
        if (!members.containsKey(member.userId())) {
            put(member);
        }
        held.remove(member.userId());
    }

    /** While Redis is away: a user has left this node, and as far as it knows the channel. */
    void removeLocally(String userId) {
        tellRemoved(userId);
    }

    /** While Redis is away: this node's subscriptions are more, or fewer. */
    void countLocally(int difference) {
        subscriptions = Math.max(0, subscriptions + difference);
        tellCount(Math.max(0, toldSubscriptions + difference));
    }

    private void put(Member member) {
        held.remove(member.userId());
        Member known = members.get(member.userId());
        if (known != null && !Objects.equals(known.userInfo(), member.userInfo())) {
            // Gone and come back with other information while nobody could tell us.
            tellRemoved(member.userId());
            known = null;
        }
        if (known == null) {
            members.put(member.userId(), member);
            teller.accept(new MemberAdded(member));
        }
    }

    private void tellRemoved(String userId) {
        held.remove(userId);
        if (members.remove(userId) != null) {
            teller.accept(new MemberRemoved(userId));
        }
    }

    private void count(int newSubscriptions) {
        subscriptions = newSubscriptions;
        if (!holding || newSubscriptions > toldSubscriptions) {
            tellCount(newSubscriptions);
        }
    }

    private void tellCount(int newSubscriptions) {
        if (toldSubscriptions != newSubscriptions) {
            toldSubscriptions = newSubscriptions;
            teller.accept(new SubscriptionsChanged(newSubscriptions));
        }
    }
}
