package dev.reverb.broadcasting.internal.queue;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Messages that are published together, and tried again together, in their order. It holds their channels until all of them are through or
 * given up. Not thread-safe.
 */
final class Batch {

    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private final Set<String> channels = new HashSet<>();
    private long size;
    private boolean single;
    private int failures;

    void add(Entry entry) {
        entries.add(entry);
        channels.addAll(entry.channels());
        size += entry.size();
    }

    /** How many bytes its messages had when it was made. */
    long size() {
        return size;
    }

    int count() {
        return entries.size();
    }

    boolean isDone() {
        return entries.isEmpty();
    }

    /** What is left of it. */
    List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** Whose order it holds. */
    Set<String> channels() {
        return channels;
    }

    /** From now on they are published one by one: together they were refused, and nobody says which of them is to blame. */
    void separate() {
        single = true;
        failures = 0;
    }

    /** What is published next, or is under way. */
    List<Entry> current() {
        return single ? List.of(entries.getFirst()) : entries();
    }

    /** What came before a moment of the ticker's. */
    List<Entry> olderThan(long moment) {
        return entries.stream().filter(entry -> entry.since() - moment < 0).toList();
    }

    /** These are through or given up. */
    void remove(List<Entry> done) {
        entries.removeAll(done);
    }

    void succeeded() {
        failures = 0;
    }

    /** How often in a row it has failed, this time included. */
    int failed() {
        return ++failures;
    }
}
