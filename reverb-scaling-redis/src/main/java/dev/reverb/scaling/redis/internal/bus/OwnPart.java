package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.channel.Member;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this node says of itself on one channel, beside what Redis has confirmed of that. In normal times the two differ only while a
 * script is on its way; in an outage they grow apart, and afterwards {@link #missing} is what has to be said again.
 *
 * <p>A script whose connection breaks before the answer may have run or not. Each has a number, and Redis remembers the last one that has
 * run ({@link #resolve}). What has run is confirmed, but that a user is here is said again, since the channel may have been full; what has
 * not is said again even where nothing would come of it, since it may still arrive: by its number it is known as overtaken then. What was confirmed before is put back where Redis has lost it, also of a user who
 * was about to be removed: so the end of what webhooks were told of is told, too.
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

    /** What a script on its way says: the user as it is then, or that there is none. */
    private record Said(long operation, @Nullable Member member) {}

    private static final class User {
        private @Nullable Member wanted;
        private @Nullable Member confirmed;

        /** In the order of their numbers, which is that of the answers. */
        private List<Said> underWay = List.of();

        private boolean uncertain;

        private void sent(Said said) {
            if (underWay.isEmpty()) {
                underWay = new ArrayList<>(1);
            }
            underWay.add(said);
        }

        private void answered(@Nullable Member newConfirmed) {
            underWay = underWay.size() < 2 ? List.of() : new ArrayList<>(underWay.subList(1, underWay.size()));
            confirmed = newConfirmed;
            uncertain = false;
        }

        private void resolve(long lastRun) {
            for (Said said : underWay) {
                boolean hasRun = said.operation <= lastRun;
                if (hasRun) {
                    confirmed = said.member;
                }
                // One that was to add the user may have found the channel full.
                uncertain |= !hasRun || said.member != null;
            }
            underWay = List.of();
        }

        private boolean isGone() {
            return wanted == null && confirmed == null && underWay.isEmpty() && !uncertain;
        }
    }

    private record SaidCount(long operation, int subscriptions) {}

    private final Map<String, User> users = new LinkedHashMap<>();
    private final Deque<SaidCount> counts = new ArrayDeque<>(1);
    private int subscriptions;
    private int confirmedSubscriptions;
    private boolean countUncertain;

    /** A user is here. */
    void add(Member member) {
        of(member.userId()).wanted = member;
    }

    /** A user is here no more. */
    void remove(String userId) {
        User user = users.get(userId);
        if (user != null) {
            user.wanted = null;
            tidy(userId, user);
        }
    }

    /** A script that says that a user is here is on its way. */
    void sentAdd(long operation, Member member) {
        of(member.userId()).sent(new Said(operation, member));
    }

    /** A script that says that a user is here no more is on its way. */
    void sentRemove(long operation, String userId) {
        of(userId).sent(new Said(operation, null));
    }

    private User of(String userId) {
        return users.computeIfAbsent(userId, ignored -> new User());
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
            user.answered(confirmed);
            tidy(userId, user);
        }
    }

    private void tidy(String userId, User user) {
        if (user.isGone()) {
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

    /** A number is on its way. */
    void sentCount(long operation, int sent) {
        counts.add(new SaidCount(operation, sent));
    }

    /** Redis has answered a number. */
    void confirmCount(int confirmed) {
        counts.poll();
        confirmedSubscriptions = confirmed;
        countUncertain = false;
    }

    /**
     * The connection broke, and there is another: what was on its way has run or not.
     *
     * @param lastRun the number of the last script that has run, as far as Redis remembers
     */
    void resolve(long lastRun) {
        users.values().forEach(user -> user.resolve(lastRun));
        users.values().removeIf(User::isGone);
        for (SaidCount said : counts) {
            if (said.operation <= lastRun) {
                confirmedSubscriptions = said.subscriptions;
            } else {
                countUncertain = true;
            }
        }
        counts.clear();
    }

    /** Another node has taken this node's part out of Redis, or Redis never had it. */
    void forgetConfirmed() {
        users.values().forEach(user -> user.confirmed = null);
        users.values().removeIf(User::isGone);
        confirmedSubscriptions = 0;
        countUncertain = false;
    }

    /** The users that Redis has confirmed last. */
    List<Member> confirmedMembers() {
        List<Member> confirmed = new ArrayList<>();
        for (User user : users.values()) {
            if (user.confirmed != null) {
                confirmed.add(user.confirmed);
            }
        }
        return confirmed;
    }

    /** The number of subscriptions that Redis has confirmed last. */
    int confirmedSubscriptions() {
        return confirmedSubscriptions;
    }

    /** What is to be said again: removals before additions, so that a channel that is full has room. */
    List<Difference> missing() {
        List<Difference> differences = new ArrayList<>();
        users.forEach((userId, user) -> {
            if (user.wanted == null && user.underWay.isEmpty()) {
                differences.add(new Difference.Remove(userId));
            }
        });
        users.forEach((userId, user) -> {
            if (user.wanted != null && user.underWay.isEmpty() && (user.confirmed == null || user.uncertain)) {
                differences.add(new Difference.Add(user.wanted));
            }
        });
        int said = counts.isEmpty() ? confirmedSubscriptions : counts.getLast().subscriptions;
        if (countUncertain || subscriptions != said) {
            differences.add(new Difference.Count(subscriptions));
        }
        return differences;
    }

    /** Whether there is nothing here, and nothing that Redis would have to be told. */
    boolean isEmpty() {
        return users.isEmpty()
                && subscriptions == 0
                && confirmedSubscriptions == 0
                && counts.isEmpty()
                && !countUncertain;
    }
}
