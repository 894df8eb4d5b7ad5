package dev.reverb.tck;

import dev.reverb.channel.ChannelName;
import dev.reverb.channel.ChannelType;
import dev.reverb.channel.Member;
import dev.reverb.spi.scaling.ChannelChange;
import dev.reverb.spi.scaling.ChannelChange.MemberAdded;
import dev.reverb.spi.scaling.ChannelChange.MemberRemoved;
import dev.reverb.spi.scaling.ChannelChange.SubscriptionsChanged;
import dev.reverb.spi.scaling.ChannelSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A channel as a server that follows it has been told, or is about to be. Whatever makes it another is told once. Guarded by the
 * cluster's lock.
 *
 * <p>When the back-end has lost its memory, whoever is missing may only not have been put back yet by another server. So who is
 * missing is kept, and so is the higher number of subscriptions, until {@link #release}.
 */
final class FollowedChannel {

    private final Consumer<ChannelChange> teller;
    private final boolean isOfUser;
    private final BooleanSupplier tellsCounts;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Set<String> held = new LinkedHashSet<>();
    private int subscriptions;
    private int toldSubscriptions;
    private boolean holding;

    /**
     * A channel that is followed from here on.
     *
     * @param tellsCounts whether the application has subscription count events
     * @param teller takes what is to be told
     */
    FollowedChannel(
            ChannelName channel,
            ChannelSnapshot snapshot,
            BooleanSupplier tellsCounts,
            Consumer<ChannelChange> teller) {
        this.teller = teller;
        this.isOfUser = channel.type() == ChannelType.SERVER_TO_USER;
        this.tellsCounts = () -> !channel.isPresence() && tellsCounts.getAsBoolean();
        snapshot.members().forEach(member -> members.put(member.userId(), member));
        subscriptions = snapshot.subscriptions();
        toldSubscriptions = subscriptions;
    }

    boolean has(String userId) {
        return members.containsKey(userId);
    }

    int size() {
        return members.size();
    }

    /** As it was told. */
    ChannelSnapshot snapshot() {
        return new ChannelSnapshot(subscriptions, new ArrayList<>(members.values()), Optional.empty());
    }

    void add(Member member) {
        held.remove(member.userId());
        Member known = members.get(member.userId());
        if (known != null && !known.equals(member)) {
            // Gone and back with other information, while this server could not be told.
            remove(member.userId());
            known = null;
        }
        if (known == null) {
            members.put(member.userId(), member);
            teller.accept(new MemberAdded(member));
        }
    }

    void remove(String userId) {
        held.remove(userId);
        if (members.remove(userId) != null) {
            teller.accept(new MemberRemoved(userId));
        }
    }

    void count(int newSubscriptions) {
        subscriptions = newSubscriptions;
        if (!holding || subscriptions > toldSubscriptions) {
            tellCount();
        }
    }

    /** Zero and the end of zero are told of the channels of users, all numbers of others where the application wants them. */
    private void tellCount() {
        boolean told = isOfUser
                ? subscriptions == 0 != (toldSubscriptions == 0)
                : subscriptions != toldSubscriptions && tellsCounts.getAsBoolean();
        if (told) {
            toldSubscriptions = subscriptions;
            teller.accept(new SubscriptionsChanged(subscriptions));
        }
    }

    int subscriptions() {
        return subscriptions;
    }

    /**
     * Takes the channel as it is, and tells the difference.
     *
     * @param hold whether who is missing may not have been put back yet
     */
    void refresh(ChannelSnapshot snapshot, boolean hold) {
        holding |= hold;
        Set<String> missing = new LinkedHashSet<>(members.keySet());
        snapshot.members().forEach(member -> missing.remove(member.userId()));
        if (holding) {
            held.addAll(missing);
        } else {
            missing.forEach(this::remove);
        }
        snapshot.members().forEach(this::add);
        count(snapshot.subscriptions());
    }

    /** There was time enough to put back who is missing. */
    void release() {
        holding = false;
        List.copyOf(held).forEach(this::remove);
        count(subscriptions);
    }
}
