package dev.reverb.server.clients;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a client's callbacks were called with, by name and in order, for tests to wait for. Safe for any thread. */
final class Notes {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Map<String, List<Object>> notes = new LinkedHashMap<>();

    synchronized void add(String name, Object value) {
        notes.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        notifyAll();
    }

    /** All that has been noted by a name until now. */
    synchronized List<Object> get(String name) {
        return List.copyOf(notes.getOrDefault(name, List.of()));
    }

    /** Waits until something has been noted, and returns what came first. */
    Object await(String name) {
        return await(name, 1).get(0);
    }

    /** Waits until something has been noted so many times, and returns all that was noted by that name. */
    synchronized List<Object> await(String name, int times) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (get(name).size() < times) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("Waited in vain for " + times + " of \"" + name + "\"; noted: " + notes);
            }
            try {
                wait(left);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted while waiting for \"" + name + "\"", interrupted);
            }
        }
        return get(name);
    }
}
