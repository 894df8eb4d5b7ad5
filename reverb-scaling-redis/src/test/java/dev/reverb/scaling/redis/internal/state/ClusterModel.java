package dev.reverb.scaling.redis.internal.state;

import dev.reverb.channel.ChannelName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a cluster of nodes must look like, kept in plain collections. */
final class ClusterModel {

    private final Map<ChannelName, Map<NodeId, Set<String>>> users = new HashMap<>();
    private final Map<ChannelName, Map<NodeId, Integer>> subscriptions = new HashMap<>();
    private final Map<ChannelName, LinkedHashMap<String, Long>> rosters = new HashMap<>();
    private long arrivals;

    /** Whether the channel had room. */
    boolean add(ChannelName channel, NodeId node, String user, int max) {
        LinkedHashMap<String, Long> roster = roster(channel);
        if (!roster.containsKey(user)) {
            if (roster.size() >= max) {
                return false;
            }
            roster.put(user, arrivals++);
        }
        users(channel, node).add(user);
        return true;
    }

    void remove(ChannelName channel, NodeId node, String user) {
        users(channel, node).remove(user);
        if (users.get(channel).values().stream().noneMatch(ofNode -> ofNode.contains(user))) {
            roster(channel).remove(user);
        }
    }

    void set(ChannelName channel, NodeId node, int count) {
        subscriptions.computeIfAbsent(channel, name -> new HashMap<>()).put(node, count);
    }

    /** All of a node ends. */
    void end(NodeId node) {
        users.forEach((channel, nodes) ->
                new HashSet<>(nodes.getOrDefault(node, Set.of())).forEach(user -> remove(channel, node, user)));
        subscriptions.values().forEach(nodes -> nodes.remove(node));
    }

    /** Nobody is known to be anywhere, until the nodes put back what they have. */
    void forgetRosters() {
        rosters.clear();
    }

    /** A node's users are there again, in the order that is returned. */
    List<String> putBack(ChannelName channel, NodeId node) {
        List<String> ofNode = List.copyOf(users(channel, node));
        ofNode.forEach(user -> roster(channel).putIfAbsent(user, arrivals++));
        return ofNode;
    }

    List<String> members(ChannelName channel) {
        List<String> members = new ArrayList<>(roster(channel).keySet());
        members.sort(Comparator.comparing(roster(channel)::get));
        return members;
    }

    int subscriptions(ChannelName channel) {
        return subscriptions.getOrDefault(channel, Map.of()).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** The occupied channels with the number that a list shows. */
    Map<String, Integer> occupied() {
        Map<String, Integer> occupied = new TreeMap<>();
        rosters.forEach((channel, roster) -> occupied.put(channel.toString(), roster.size()));
        subscriptions.keySet().stream()
                .filter(channel -> !channel.isPresence())
                .forEach(channel -> occupied.put(channel.toString(), subscriptions(channel)));
        occupied.values().removeIf(count -> count == 0);
        return occupied;
    }

    Set<String> users(ChannelName channel, NodeId node) {
        return users.computeIfAbsent(channel, name -> new HashMap<>()).computeIfAbsent(node, id -> new HashSet<>());
    }

    int subscriptions(ChannelName channel, NodeId node) {
        return subscriptions.getOrDefault(channel, Map.of()).getOrDefault(node, 0);
    }

    private LinkedHashMap<String, Long> roster(ChannelName channel) {
        return rosters.computeIfAbsent(channel, name -> new LinkedHashMap<>());
    }
}
