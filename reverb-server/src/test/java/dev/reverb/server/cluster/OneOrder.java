package dev.reverb.server.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether what the subscribers of one channel got can be laid into one order. */
final class OneOrder {

    private final String channel;

    /** By event: those that came next to somebody, and to whom. */
    private final Map<Long, Map<Long, View.Period>> next = new LinkedHashMap<>();

    OneOrder(String channel) {
        this.channel = channel;
    }

    void add(View.Period period, List<Long> events) {
        for (int i = 1; i < events.size(); i++) {
            next.computeIfAbsent(events.get(i - 1), first -> new LinkedHashMap<>())
                    .putIfAbsent(events.get(i), period);
        }
    }

    /** Two orders that do not go together, or nothing. */
    Optional<String> contradiction() {
        Map<Long, Integer> before = new HashMap<>();
        next.values().forEach(followers -> followers.keySet().forEach(event -> before.merge(event, 1, Integer::sum)));
        Deque<Long> free = new ArrayDeque<>(next.keySet().stream()
                .filter(event -> !before.containsKey(event))
                .toList());
        Set<Long> left = new LinkedHashSet<>(next.keySet());
        while (!free.isEmpty()) {
            Long event = free.remove();
            left.remove(event);
            for (Long follower : next.getOrDefault(event, Map.of()).keySet()) {
                if (before.merge(follower, -1, Integer::sum) == 0) {
                    free.add(follower);
                }
            }
        }
        return left.isEmpty() ? Optional.empty() : Optional.of(cycle(left));
    }

    /** Backwards, since everything that is left has something that is left before it. */
    private String cycle(Set<Long> left) {
        StringBuilder lines = new StringBuilder("There is no one order of events on " + channel + ":");
        Set<Long> passed = new LinkedHashSet<>();
        Long event = left.iterator().next();
        while (passed.add(event)) {
            Long follower = event;
            event = left.stream()
                    .filter(each -> next.get(each).containsKey(follower))
                    .findFirst()
                    .orElseThrow();
            lines.append("\n      ")
                    .append(event)
                    .append(" before ")
                    .append(follower)
                    .append(" for ")
                    .append(next.get(event).get(follower));
        }
        return lines.toString();
    }
}
