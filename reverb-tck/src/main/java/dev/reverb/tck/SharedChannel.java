package dev.reverb.tck;

import dev.reverb.channel.Member;
import dev.reverb.spi.Ticker;
import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.ChannelSnapshot;
import dev.reverb.spi.scaling.KeptMessage;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A channel as the back-end has it: who is there, by which servers. Guarded by the cluster's lock. */
final class SharedChannel {

    /** What became of a user who was to be added. */
    enum Outcome {
        /** Is there now, and was not before. */
        ADDED,
        /** Was there already. */
        KNOWN,
        /** Would have been one too many. */
        FULL
    }

    private record User(Member member, Set<InMemoryBus> servers) {}

    private record Kept(byte[] payload, long end) {}

    private final Ticker ticker;
    private final Map<String, User> users = new LinkedHashMap<>();
    private final Map<InMemoryBus, Integer> subscriptions = new LinkedHashMap<>();
    private @Nullable Kept kept;

    SharedChannel(Ticker ticker) {
        this.ticker = ticker;
    }

    Outcome add(InMemoryBus server, Member member, int maxMembers) {
        User user = users.get(member.userId());
        if (user != null) {
            user.servers.add(server);
            return Outcome.KNOWN;
        }
        if (users.size() >= maxMembers) {
            return Outcome.FULL;
        }
        users.put(member.userId(), new User(member, new HashSet<>(Set.of(server))));
        return Outcome.ADDED;
    }

    /** Returns whether the user is there no more, and was before. */
    boolean remove(InMemoryBus server, String userId) {
        User user = users.get(userId);
        return user != null && user.servers.remove(server) && user.servers.isEmpty() && users.remove(userId) != null;
    }

    /** Returns how many subscriptions there were, all servers together. */
    int setSubscriptions(InMemoryBus server, int count) {
        int before = subscriptions();
        if (count == 0) {
            subscriptions.remove(server);
        } else {
            subscriptions.put(server, count);
        }
        return before;
    }

    int subscriptions() {
        return subscriptions.values().stream().mapToInt(Integer::intValue).sum();
    }

    int users() {
        return users.size();
    }

    /** The users that a server has, in the order of their arrival. */
    List<String> usersOf(InMemoryBus server) {
        return users.values().stream()
                .filter(user -> user.servers.contains(server))
                .map(user -> user.member.userId())
                .toList();
    }

    /** All servers that have said something of this channel. */
    Set<InMemoryBus> servers() {
        Set<InMemoryBus> servers = new LinkedHashSet<>(subscriptions.keySet());
        users.values().forEach(user -> servers.addAll(user.servers));
        return servers;
    }

    void keep(BusMessage message) {
        message.keepFor().ifPresent(time -> kept = new Kept(message.payload(), ticker.nanoTime() + time.toNanos()));
    }

    private Optional<KeptMessage> kept() {
        long left = kept == null ? 0 : kept.end - ticker.nanoTime();
        if (kept == null || left <= 0) {
            kept = null;
            return Optional.empty();
        }
        return Optional.of(new KeptMessage(kept.payload, Duration.ofNanos(left)));
    }

    ChannelSnapshot snapshot() {
        return new ChannelSnapshot(
                subscriptions(), users.values().stream().map(User::member).toList(), kept());
    }

    boolean isEmpty() {
        return users.isEmpty() && subscriptions.isEmpty() && kept().isEmpty();
    }
}
