package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.channel.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this node says of itself on one channel, beside what Redis has confirmed of that. In normal times the two differ only while a
 * script is on its way; in an outage they grow apart, and afterwards {@link #missing} is what has to be said again.
 *
 * <p>A script whose connection breaks before the answer may have run or not. What it was about is <i>uncertain</i> from then on, until a
 * script for it is answered: it is not put back as something that Redis once had, but said anew, as all scripts may be repeated.
 *
 * <p>Not thread-safe.
 */
final class OwnPart {

    /** A difference between what this node says and what Redis has confirmed. */
    sealed interface Difference {

        /** A user is here of whom Redis does not know for sure. */
        record Add(Member member) implements Difference {}

        /** A user is not here of whom Redis does not know so for sure. */
        record Remove(String userId) implements Difference {}

        /** The number of subscriptions. */
        record Count(int subscriptions) implements Difference {}
    }

    private static final class User {
        private @Nullable Member wanted;
        private @Nullable Member confirmed;
        private int underWay;
        private boolean uncertain;

        private boolean isSettled() {
            return underWay == 0 && !uncertain;
        }
    }

    private final Map<String, User> users = new LinkedHashMap<>();
    private int subscriptions;
    private int confirmedSubscriptions;
    private boolean countUncertain;

    /** A user is here; the script that says so is on its way where there is a connection. */
    void add(Member member, boolean sent) {
        User user = users.computeIfAbsent(member.userId(), ignored -> new User());
        user.wanted = member;
        user.underWay += sent ? 1 : 0;
    }

    /** A user is here no more; the same. */
    void remove(String userId, boolean sent) {
        User user = users.computeIfAbsent(userId, ignored -> new User());
        user.wanted = null;
        user.underWay += sent ? 1 : 0;
        tidy(userId, user);
    }

    /** Redis has answered that the user is here. */
    void confirmAdd(Member member) {
        answered(member.userId(), member);
    }

    /** Redis has answered that the user is not here, or could not be. */
    void confirmRemove(String userId) {
        answered(userId, null);
    }

    /** The channel is full: the user is not here after all, unless it was added again since. */
    void refuse(Member member) {
        User user = users.get(member.userId());
        if (user != null && user.wanted == member) {
            user.wanted = null;
        }
        answered(member.userId(), null);
    }

    private void answered(String userId, @Nullable Member confirmed) {
        User user = users.get(userId);
        if (user != null) {
            user.underWay = Math.max(0, user.underWay - 1);
            user.confirmed = confirmed;
            user.uncertain = false;
            tidy(userId, user);
        }
    }

    private void tidy(String userId, User user) {
        if (user.wanted == null && user.confirmed == null && user.isSettled()) {
            users.remove(userId);
        }
    }

    /** Whether a user is here. */
    boolean has(String userId) {
        User user = users.get(userId);
        return user != null && user.wanted != null;
    }

    int subscriptions() {
        return subscriptions;
    }

    /** Takes the number of subscriptions to this node. */
    void count(int newSubscriptions) {
        subscriptions = newSubscriptions;
    }

    /** Redis has answered a number. */
    void confirmCount(int confirmed) {
        confirmedSubscriptions = confirmed;
        countUncertain = false;
    }

    /** A number is on its way. */
    void sentCount() {
        countUncertain = true;
    }

    /** The connection broke: what is on its way may have arrived or not. */
    void disconnected() {
        users.forEach((userId, user) -> {
            user.uncertain |= user.underWay > 0;
            user.underWay = 0;
        });
    }

    /** Another node has taken this node's part out of Redis, or Redis never had it. */
    void forgetConfirmed() {
        users.values().forEach(user -> user.confirmed = null);
        users.entrySet()
                .removeIf(entry ->
                        entry.getValue().wanted == null && entry.getValue().isSettled());
        confirmedSubscriptions = 0;
        countUncertain = false;
    }

    /** The users that Redis has confirmed, for sure. */
    List<Member> confirmedMembers() {
        List<Member> confirmed = new ArrayList<>();
        for (User user : users.values()) {
            if (user.confirmed != null && user.isSettled()) {
                confirmed.add(user.confirmed);
            }
        }
        return confirmed;
    }

    /** The number of subscriptions that Redis has confirmed last, whether that is still so or not. */
    int lastConfirmedSubscriptions() {
        return confirmedSubscriptions;
    }

    /** The number of subscriptions that Redis has confirmed; zero where that is not sure. */
    int confirmedSubscriptions() {
        return countUncertain ? 0 : confirmedSubscriptions;
    }

    /** What is to be said again: removals before additions, so that a channel that is full has room. */
    List<Difference> missing() {
        List<Difference> differences = new ArrayList<>();
        users.forEach((userId, user) -> {
            if (user.wanted == null && user.underWay == 0) {
                differences.add(new Difference.Remove(userId));
            }
        });
        users.forEach((userId, user) -> {
            if (user.wanted != null && user.underWay == 0 && (user.confirmed == null || user.uncertain)) {
                differences.add(new Difference.Add(user.wanted));
            }
        });
        if (countUncertain || subscriptions != confirmedSubscriptions) {
            differences.add(new Difference.Count(subscriptions));
        }
        return differences;
    }

    /** Whether there is nothing here, and nothing that Redis would have to be told. */
    boolean isEmpty() {
        return users.isEmpty() && subscriptions == 0 && confirmedSubscriptions == 0 && !countUncertain;
    }
}
