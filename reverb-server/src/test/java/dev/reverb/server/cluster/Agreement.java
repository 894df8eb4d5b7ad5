package dev.reverb.server.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/**
 * Whether all who know something of the cluster know the same: every client by what it was told, every node by its HTTP API, Redis by its
 * keys, and the application by its webhooks' replay. What is right is what the clients themselves are doing.
 */
final class Agreement {

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int SHOWN = 25;

    private final ClientLoop loop;
    private final List<Peer> peers;
    private final Nodes nodes;
    private final NodeApi api;
    private final RedisKeys redis;
    private final HookReplay hook;

    Agreement(ClientLoop loop, List<Peer> peers, Nodes nodes, NodeApi api, RedisKeys redis, HookReplay hook) {
        this.loop = loop;
        this.peers = peers;
        this.nodes = nodes;
        this.api = api;
        this.redis = redis;
        this.hook = hook;
    }

    /** Where the clients are. */
    private static final class Truth {
        final Map<String, Set<String>> members = new TreeMap<>();
        final Map<String, Integer> subscriptions = new TreeMap<>();
        final Set<String> online = new TreeSet<>();
        int connections;

        /** What is told and asked for: nothing of the users' own channels. */
        Map<String, Integer> counts() {
            Map<String, Integer> counts = new TreeMap<>();
            subscriptions.forEach((channel, number) -> {
                if (!channel.startsWith("#")) {
                    counts.put(
                            channel,
                            members.containsKey(channel) ? members.get(channel).size() : number);
                }
            });
            return counts;
        }
    }

    /** Waits until all agree, and fails with what does not where that takes longer than it may. */
    void await(Duration bound, Callable<String> more) throws Exception {
        long end = System.nanoTime() + bound.toNanos();
        List<String> differences = differences();
        while (!differences.isEmpty()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("After " + bound + " not all agree; " + differences.size() + " differences:\n"
                        + String.join("\n", differences.subList(0, Math.min(SHOWN, differences.size())))
                        + more.call());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            differences = differences();
        }
    }

    private List<String> differences() throws Exception {
        List<String> differences = new ArrayList<>();
        Truth truth = loop.ask(() -> truth(differences));
        RedisKeys.State state = redis.read();
        compareKeys(truth, state, differences);
        loop.ask(() -> compareViews(truth, state, differences));
        for (int node : nodes.up()) {
            try {
                compareNode(truth, node, differences);
            } catch (IOException refused) {
                differences.add("Node " + node + " does not answer: " + refused);
            }
        }
        compareHook(truth, differences);
        return differences;
    }

    private Truth truth(List<String> differences) {
        Truth truth = new Truth();
        for (Peer peer : peers) {
            if (!peer.isSettled()) {
                differences.add(peer + " waits for an answer");
            }
            if (peer.isUp()) {
                truth.connections++;
                peer.views().stream().filter(View::isOn).forEach(view -> count(truth, peer, view));
            }
            if (peer.isSignedIn()) {
                truth.online.add(peer.user());
            }
        }
        return truth;
    }

    private static void count(Truth truth, Peer peer, View view) {
        truth.subscriptions.merge(view.channel, 1, Integer::sum);
        if (view.isPresence()) {
            truth.members
                    .computeIfAbsent(view.channel, channel -> new TreeSet<>())
                    .add(peer.user());
        }
    }

    private void compareKeys(Truth truth, RedisKeys.State state, List<String> differences) {
        Map<String, Set<String>> rosters = new TreeMap<>();
        state.rosters.forEach((channel, users) -> rosters.put(channel, users.keySet()));
        Map<String, Integer> totals = new TreeMap<>(truth.subscriptions);
        totals.keySet().retainAll(truth.members.keySet());
        Map<String, Integer> occupied = new TreeMap<>(state.occupied);
        occupied.keySet().removeIf(channel -> channel.startsWith("#"));
        compare("Redis, rosters", truth.members, rosters, differences);
        compare("Redis, users of the nodes' parts", truth.members, state.parts, differences);
        compare("Redis, subscriptions of the nodes' parts", truth.subscriptions, state.subscriptions, differences);
        compare("Redis, occupied channels", truth.counts(), occupied, differences);
        compare("Redis, subscriptions of presence channels", totals, state.totals, differences);
        Set<String> leases = redis.leases();
        if (!leases.containsAll(state.nodes) || leases.size() != nodes.up().size()) {
            differences.add("Redis has parts of " + state.nodes + ", leases of " + leases + "; up are " + nodes.up());
        }
    }

    private boolean compareViews(Truth truth, RedisKeys.State state, List<String> differences) {
        for (Peer peer : peers) {
            for (View view : peer.views()) {
                if (view.isOn()) {
                    compareView(truth, state, peer, view, differences);
                }
            }
            Set<String> online = new TreeSet<>(truth.online);
            online.retainAll(peer.watchlist());
            if (peer.isSignedIn() && !online.equals(peer.online())) {
                differences.add(peer + " takes for online: " + difference(online, peer.online()));
            }
        }
        return true;
    }

    private void compareView(Truth truth, RedisKeys.State state, Peer peer, View view, List<String> differences) {
        String last = "; last was told\n      " + view.lastLines();
        if (view.isPresence()) {
            Set<String> members = truth.members.get(view.channel);
            if (!view.members.keySet().equals(members)) {
                differences.add(
                        peer + " on " + view.channel + ": " + difference(members, view.members.keySet()) + last);
            } else if (!view.members.equals(state.rosters.get(view.channel))) {
                differences.add(peer + " on " + view.channel + " knows of users " + view.members + ", Redis has "
                        + state.rosters.get(view.channel) + last);
            }
        } else if (view.count >= 0 && view.count != truth.subscriptions.getOrDefault(view.channel, 0)) {
            differences.add(peer + " on " + view.channel + ": was told of " + view.count + " subscriptions instead of "
                    + truth.subscriptions.get(view.channel) + last);
        }
    }

    private void compareNode(Truth truth, int node, List<String> differences) throws Exception {
        int port = nodes.port(node);
        Map<String, Integer> channels = new TreeMap<>(api.channels(port));
        channels.keySet().removeIf(channel -> channel.startsWith("#"));
        compare("Node " + node + ", channels", truth.counts(), channels, differences);
        for (String channel : truth.members.keySet()) {
            Set<String> users = channels.containsKey(channel) ? api.users(port, channel) : Set.of();
            if (!users.equals(truth.members.get(channel))) {
                differences.add("Node " + node + ", users of " + channel + ": "
                        + difference(truth.members.get(channel), users));
            }
        }
        int connections = api.connections(port);
        if (connections != truth.connections) {
            differences.add("Node " + node + ": " + connections + " connections instead of " + truth.connections);
        }
    }

    private void compareHook(Truth truth, List<String> differences) {
        Map<String, Set<String>> expected = new TreeMap<>();
        truth.counts()
                .keySet()
                .forEach(channel -> expected.put(channel, truth.members.getOrDefault(channel, Set.of())));
        Map<String, Set<String>> replay = hook.occupied();
        compare("The webhooks' replay", expected, replay, differences);
    }

    private void compare(String what, Map<String, ?> expected, Map<String, ?> actual, List<String> differences) {
        Set<String> channels = new TreeSet<>(expected.keySet());
        channels.addAll(actual.keySet());
        for (String channel : channels) {
            Object right = expected.get(channel);
            Object told = actual.get(channel);
            if (right == null || !right.equals(told)) {
                String difference = right instanceof Set<?> users && told instanceof Set<?> others
                        ? difference(users, others)
                        : told + " instead of " + right;
                differences.add(what + ": " + channel + ": " + difference
                        + (what.startsWith("The webhooks") ? "\n      " + hook.lastLines(channel) : ""));
            }
        }
    }

    private static String difference(Set<?> expected, Set<?> actual) {
        Set<Object> missing = new TreeSet<>(expected);
        missing.removeAll(actual);
        Set<Object> beyond = new TreeSet<>(actual);
        beyond.removeAll(expected);
        return "missing " + missing + ", beyond " + beyond;
    }
}
