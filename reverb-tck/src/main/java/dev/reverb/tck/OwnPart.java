package dev.reverb.tck;

import dev.reverb.channel.Member;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a server says of itself on one channel, beside what the back-end knows of that. Guarded by the cluster's lock. */
final class OwnPart {

    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Map<String, Member> knownMembers = new LinkedHashMap<>();
    private int subscriptions;
    private int knownSubscriptions;

    boolean has(String userId) {
        return members.containsKey(userId);
    }

    /** Whether there is neither a user nor a subscription. */
    boolean isVacant() {
        return members.isEmpty() && subscriptions == 0;
    }

    /** Whether, besides, the back-end knows of none. */
    boolean isForgotten() {
        return isVacant() && knownMembers.isEmpty() && knownSubscriptions == 0;
    }

    void add(Member member, boolean known) {
        members.putIfAbsent(member.userId(), member);
        if (known) {
            knownMembers.putIfAbsent(member.userId(), member);
        }
    }

    void remove(String userId, boolean known) {
        members.remove(userId);
        if (known) {
            knownMembers.remove(userId);
        }
    }

    /** Returns how many subscriptions there were before. */
    int count(int newSubscriptions, boolean known) {
        int before = subscriptions;
        subscriptions = newSubscriptions;
        if (known) {
            knownSubscriptions = newSubscriptions;
        }
        return before;
    }

    int subscriptions() {
        return subscriptions;
    }

    int knownSubscriptions() {
        return knownSubscriptions;
    }

    List<Member> knownMembers() {
        return List.copyOf(knownMembers.values());
    }

    /** The back-end has forgotten a user. */
    void forget(String userId) {
        knownMembers.remove(userId);
    }

    /** Another server has cleared up behind this one. */
    void forgetKnown() {
        knownMembers.clear();
        knownSubscriptions = 0;
    }

    /** Whom the back-end is to forget: the gone, and those who came back with other information. */
    List<String> gone() {
        return knownMembers.values().stream()
                .filter(member -> !member.equals(members.get(member.userId())))
                .map(Member::userId)
                .toList();
    }

    /** Of whom the back-end does not know. */
    List<Member> news() {
        return members.values().stream()
                .filter(member -> !knownMembers.containsKey(member.userId()))
                .toList();
    }
}
