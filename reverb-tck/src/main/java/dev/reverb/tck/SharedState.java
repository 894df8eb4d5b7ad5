package dev.reverb.tck;

import dev.reverb.application.Application;
import dev.reverb.application.WebhookEventType;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.ChannelType;
import dev.reverb.channel.Member;
import dev.reverb.spi.Ticker;
import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.ChannelAddress;
import dev.reverb.spi.scaling.ChannelSnapshot;
import dev.reverb.spi.scaling.ClusterFact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the back-end knows of all channels, and whom it tells of changes: the servers that are connected and follow the channel. Guarded
 * by the cluster's lock.
 */
final class SharedState {

    private final Ticker ticker;
    private final FactLedger facts;
    private final List<InMemoryBus> connected = new ArrayList<>();
    private final Map<ChannelAddress, SharedChannel> channels = new LinkedHashMap<>();
    private final Map<String, Map<InMemoryBus, Integer>> connections = new HashMap<>();

    SharedState(Ticker ticker, FactLedger facts) {
        this.ticker = ticker;
        this.facts = facts;
    }

    /** The servers that are told of changes, in the order in which they came. */
    List<InMemoryBus> connected() {
        return connected;
    }

    private SharedChannel channel(ChannelAddress address) {
        return channels.computeIfAbsent(address, ignored -> new SharedChannel(ticker));
    }

    private void tidy(ChannelAddress address) {
        if (channel(address).isEmpty()) {
            channels.remove(address);
        }
    }

    private void tell(ChannelAddress address, Consumer<FollowedChannel> change) {
        connected.forEach(
                server -> Optional.ofNullable(server.followed(address)).ifPresent(change));
    }

    /** Returns whether there was room. */
    boolean add(InMemoryBus server, ChannelAddress address, Member member, int maxMembers) {
        SharedChannel channel = channel(address);
        SharedChannel.Outcome outcome = channel.add(server, member, maxMembers);
        if (outcome == SharedChannel.Outcome.ADDED) {
            tell(address, followed -> followed.add(member));
            FactWishes wishes = server.factWishes(address.appId());
            ChannelName name = address.channel();
            if (channel.users() == 1) {
                facts.begins(wishes, occupied(name), vacated(name));
            }
            facts.begins(wishes, added(name, member.userId()), removed(name, member.userId()));
        }
        tidy(address);
        return outcome != SharedChannel.Outcome.FULL;
    }

    void remove(InMemoryBus server, ChannelAddress address, String userId) {
        SharedChannel channel = channel(address);
        if (channel.remove(server, userId)) {
            tell(address, followed -> followed.remove(userId));
            FactWishes wishes = server.factWishes(address.appId());
            facts.ends(wishes, removed(address.channel(), userId));
            if (channel.users() == 0) {
                facts.ends(wishes, vacated(address.channel()));
            }
        }
        tidy(address);
    }

    void setSubscriptions(InMemoryBus server, ChannelAddress address, int count) {
        SharedChannel channel = channel(address);
        int before = channel.setSubscriptions(server, count);
        int after = channel.subscriptions();
        if (before != after) {
            tell(address, followed -> followed.count(after));
            if (isCounted(address.channel())) {
                tellCount(server.factWishes(address.appId()), address.channel(), before, after);
            }
        }
        tidy(address);
    }

    /** Presence channels are occupied by their users, and nothing is told of the channels of users. */
    private static boolean isCounted(ChannelName channel) {
        return !channel.isPresence() && channel.type() != ChannelType.SERVER_TO_USER;
    }

    private void tellCount(FactWishes wishes, ChannelName channel, int before, int after) {
        if (before == 0) {
            facts.begins(wishes, occupied(channel), vacated(channel));
        }
        facts.counted(wishes, FactLedger.of(channel, after));
        if (after == 0) {
            facts.ends(wishes, vacated(channel));
        }
    }

    void setConnections(InMemoryBus server, String appId, int count) {
        Map<InMemoryBus, Integer> counts = connections.computeIfAbsent(appId, ignored -> new HashMap<>());
        if (count == 0) {
            counts.remove(server);
        } else {
            counts.put(server, count);
        }
        if (counts.isEmpty()) {
            connections.remove(appId);
        }
    }

    int connections(String appId) {
        return connections.getOrDefault(appId, Map.of()).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** Keeps an event if it is to be kept, and tells it to all who follow the channel but one. */
    void publish(@Nullable InMemoryBus except, ChannelAddress address, BusMessage message) {
        channel(address).keep(message);
        connected.stream().filter(server -> server != except).forEach(server -> server.tell(address, message));
        tidy(address);
    }

    ChannelSnapshot snapshot(ChannelAddress address) {
        ChannelSnapshot snapshot = channel(address).snapshot();
        tidy(address);
        return snapshot;
    }

    Map<String, Integer> channels(String appId, String prefix) {
        Map<String, Integer> occupied = new LinkedHashMap<>();
        channels.forEach((address, channel) -> {
            String name = address.channel().toString();
            int count = address.channel().isPresence() ? channel.users() : channel.subscriptions();
            if (address.appId().equals(appId) && name.startsWith(prefix) && count > 0) {
                occupied.put(name, count);
            }
        });
        return occupied;
    }

    /** Puts back what the back-end once knew of a server, if it has forgotten it. Nobody is told facts again that were told before. */
    void putBack(InMemoryBus server, ChannelAddress address, OwnPart part) {
        SharedChannel channel = channel(address);
        String appId = address.appId();
        ChannelName name = address.channel();
        for (Member member : part.knownMembers()) {
            if (channel.add(server, member, Application.UNLIMITED) == SharedChannel.Outcome.ADDED) {
                tell(address, followed -> followed.add(member));
                facts.takeBack(appId, vacated(name));
                facts.takeBack(appId, removed(name, member.userId()));
            }
        }
        if (channel.setSubscriptions(server, part.knownSubscriptions()) != channel.subscriptions()) {
            tell(address, followed -> followed.count(channel.subscriptions()));
            facts.takeBack(appId, vacated(name));
        }
        tidy(address);
    }

    /** Removes all that a server has said of itself. */
    void takeOut(InMemoryBus server) {
        for (Map.Entry<ChannelAddress, SharedChannel> entry : List.copyOf(channels.entrySet())) {
            if (entry.getValue().servers().contains(server)) {
                entry.getValue().usersOf(server).forEach(userId -> remove(server, entry.getKey(), userId));
                setSubscriptions(server, entry.getKey(), 0);
            }
        }
        List.copyOf(connections.keySet()).forEach(appId -> setConnections(server, appId, 0));
    }

    /** The back-end has lost its memory. */
    void forget() {
        channels.clear();
        connections.clear();
    }

    boolean isEmpty() {
        return channels.values().stream().allMatch(channel -> channel.servers().isEmpty()) && connections.isEmpty();
    }

    private static ClusterFact occupied(ChannelName channel) {
        return FactLedger.of(WebhookEventType.CHANNEL_OCCUPIED, channel);
    }

    private static ClusterFact vacated(ChannelName channel) {
        return FactLedger.of(WebhookEventType.CHANNEL_VACATED, channel);
    }

    private static ClusterFact added(ChannelName channel, String userId) {
        return FactLedger.of(WebhookEventType.MEMBER_ADDED, channel, userId);
    }

    private static ClusterFact removed(ChannelName channel, String userId) {
        return FactLedger.of(WebhookEventType.MEMBER_REMOVED, channel, userId);
    }
}
