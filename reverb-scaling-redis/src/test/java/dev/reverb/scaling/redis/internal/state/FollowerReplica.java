package dev.reverb.scaling.redis.internal.state;

import dev.reverb.scaling.redis.internal.state.TopicMessage.Added;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Removed;
import java.util.ArrayList;
import java.util.List;

/** A channel as a follower knows it: from one snapshot, and the messages since. */
final class FollowerReplica {

    private final List<String> members = new ArrayList<>();
    private int subscriptions;
    private long version;
    private boolean knowsOfGap;

    void take(ChannelState state) {
        members.clear();
        state.snapshot().members().forEach(member -> members.add(member.userId()));
        subscriptions = state.snapshot().subscriptions();
        version = state.version();
        knowsOfGap = false;
    }

    void take(TopicMessage message) {
        if (!message.isVersioned() || message.after() <= version || knowsOfGap) {
            return;
        }
        if (message.before() > version) {
            knowsOfGap = true;
            return;
        }
        version = message.after();
        if (message.body() instanceof Added added) {
            members.add(added.member().userId());
        } else if (message.body() instanceof Removed removed) {
            members.remove(removed.userId());
        } else if (message.body() instanceof TopicMessage.Subscriptions changed) {
            subscriptions = changed.count();
        }
    }

    /** Whether it knows that it has missed something. */
    boolean knowsOfGap() {
        return knowsOfGap;
    }

    List<String> members() {
        return members;
    }

    int subscriptions() {
        return subscriptions;
    }

    long version() {
        return version;
    }
}
