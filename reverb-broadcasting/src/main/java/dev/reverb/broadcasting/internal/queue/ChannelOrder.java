package dev.reverb.broadcasting.internal.queue;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which messages may go now, so that each channel has its own in their order. Every channel has a line. A message stands in the lines of all
 * its channels, and may go when it is the first in each of them and no batch holds one. A batch holds the lines of what it has taken; what
 * follows there may go with the same batch, or waits until it lets go, however often it must be tried. So a message that cannot be
 * delivered keeps back its own channels and no others. Not thread-safe.
 */
final class ChannelOrder {

    /** How many bytes may go together, {@value}: what ten events of Pusher's largest size have. One larger message goes alone. */
    static final long MAX_BATCH_BYTES = 10L * 10_240;

    private static final class Line {
        final ArrayDeque<Entry> waiting = new ArrayDeque<>();

        @Nullable
        Batch holder;
    }

    private final Map<String, Line> lines = new HashMap<>();
    private final ArrayDeque<Entry> ready = new ArrayDeque<>();

    /** Puts a message behind all others of its channels. */
    void add(Entry entry) {
        for (String channel : entry.channels()) {
            lines.computeIfAbsent(channel, name -> new Line()).waiting.add(entry);
        }
        if (mayGo(entry)) {
            ready.add(entry);
        }
    }

    private boolean mayGo(Entry entry) {
        for (String channel : entry.channels()) {
            Line line = line(channel);
            if (line.holder != null || line.waiting.peek() != entry) {
                return false;
            }
        }
        return true;
    }

    private Line line(String channel) {
        Line line = lines.get(channel);
        if (line == null) {
            throw new IllegalStateException("Nobody stands in the line of " + channel);
        }
        return line;
    }

    /**
     * Takes what may go next: the message that has waited longest, and where it has one channel, more such, those of the same channel first.
     *
     * @param max how many at most
     * @return null where none may go
     */
    @Nullable
    Batch take(int max) {
        Entry first = ready.poll();
        if (first == null) {
            return null;
        }
        Batch batch = new Batch();
        hold(first, batch);
        if (isJoinable(first)) {
            follow(first, batch, max);
            while (batch.count() < max && ready.peek() != null && fits(ready.element(), batch)) {
                Entry other = ready.remove();
                hold(other, batch);
                follow(other, batch, max);
            }
        }
        return batch;
    }

    private void hold(Entry entry, Batch batch) {
        batch.add(entry);
        for (String channel : entry.channels()) {
            Line line = line(channel);
            line.waiting.remove();
            line.holder = batch;
        }
    }

    private void follow(Entry entry, Batch batch, int max) {
        ArrayDeque<Entry> behind = line(entry.channels().get(0)).waiting;
        while (batch.count() < max && behind.peek() != null && fits(behind.element(), batch)) {
            hold(behind.element(), batch);
        }
    }

    private static boolean fits(Entry entry, Batch batch) {
        return isJoinable(entry) && batch.size() + entry.size() <= MAX_BATCH_BYTES;
    }

    private static boolean isJoinable(Entry entry) {
        return entry.channels().size() == 1;
    }

    /** A batch is through: what follows in its lines may go. */
    void release(Batch batch) {
        batch.channels().forEach(this::release);
    }

    private void release(String channel) {
        Line line = line(channel);
        line.holder = null;
        Entry next = line.waiting.peek();
        if (next == null) {
            lines.remove(channel);
        } else if (mayGo(next)) {
            ready.add(next);
        }
    }

    /**
     * Makes a batch of each channel's part of one that has several messages, of one channel each. Each part holds its line from now on, and
     * its messages are published one by one.
     */
    List<Batch> split(Batch batch) {
        Map<String, Batch> parts = new LinkedHashMap<>();
        for (Entry entry : batch.entries()) {
            parts.computeIfAbsent(entry.channels().get(0), channel -> new Batch())
                    .add(entry);
        }
        for (String channel : batch.channels()) {
            Batch part = parts.get(channel);
            if (part == null) {
                release(channel);
            } else {
                part.separate();
                line(channel).holder = part;
            }
        }
        return List.copyOf(parts.values());
    }

    /** Takes out all that wait, each once. */
    List<Entry> clear() {
        Set<Entry> all = new LinkedHashSet<>();
        lines.values().forEach(line -> all.addAll(line.waiting));
        lines.clear();
        ready.clear();
        return List.copyOf(all);
    }
}
