package dev.reverb.tck.scaling;

import static dev.reverb.tck.scaling.KitServer.address;
import static dev.reverb.tck.scaling.KitServer.member;

import dev.reverb.spi.scaling.BusMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;

/** A server in a random run, and what it has said of itself. */
final class RandomServer {

    private final KitServer played;
    private final Map<String, Set<String>> users = new HashMap<>();
    private final Map<String, Integer> subscriptions = new HashMap<>();

    RandomServer(KitServer played) {
        this.played = played;
    }

    KitServer played() {
        return played;
    }

    boolean follows(String channel) {
        return users.containsKey(channel);
    }

    Set<String> users(String channel) {
        return users.getOrDefault(channel, Set.of());
    }

    int subscriptions(String channel) {
        return subscriptions.getOrDefault(channel, 0);
    }

    CompletionStage<?> follow(String channel) {
        users.put(channel, new TreeSet<>());
        return played.beginToFollow(address(channel));
    }

    CompletionStage<?> publish(String channel, BusMessage message) {
        return played.bus().publish(address(channel), message);
    }

    void subscribe(String channel, int count) {
        subscriptions.put(channel, count);
        played.subscribe(channel, count);
    }

    /** A user comes, or goes if it is there. */
    CompletionStage<?> toggle(String channel, String userId) {
        Set<String> present = users.getOrDefault(channel, Set.of());
        if (present.remove(userId)) {
            return played.bus().removeMember(address(channel), userId);
        }
        present.add(userId);
        return played.bus().addMember(address(channel), member(userId), Integer.MAX_VALUE);
    }

    /** All its users go, and it follows the channel no more. */
    void leave(String channel, List<CompletionStage<?>> answers) {
        Set<String> present = users.remove(channel);
        if (present != null) {
            present.forEach(userId -> answers.add(played.bus().removeMember(address(channel), userId)));
            subscribe(channel, 0);
            played.unfollow(channel);
        }
    }
}
