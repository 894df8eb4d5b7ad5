package dev.reverb.internal.channels;

import dev.reverb.internal.connection.Drain;
import dev.reverb.internal.connection.LaneWorker;
import dev.reverb.spi.websocket.EncodedFrame;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Those on one lane who watch a user, and the log of what is to happen to them: a piece of the order of the user's mailbox. A
 * change is told in slices, between which the lane does other things; who watches does not change before all have been told.
 *
 * <p>Touched on its lane only, except {@link #next} and {@link #watchers}, which belong to the mailbox.
 */
final class WatcherSegment implements Drain {

    /** What the mailbox writes into the log. */
    sealed interface Entry {

        /** Somebody begins to watch, and is answered. */
        record Begin(Watch watch, boolean online) implements Entry {}

        /** Somebody watches no more. */
        record End(Watch watch) implements Entry {}

        /** The user has come online or gone offline. */
        record Change(boolean online, EncodedFrame frame) implements Entry {}
    }

    private final LaneWorker worker;

    /** The user's next segment. */
    final @Nullable WatcherSegment next;

    /** The mailbox's own count of watchers in this segment. */
    int watchers;

    /** What is to be done; null while there is nothing. While there is, the segment stands in its worker's row. */
    private @Nullable ArrayDeque<Entry> log;

    private @Nullable Watch[] watches = new Watch[1];
    private int size;

    /** How many have been told of the change at the front of the log. */
    private int told;

    WatcherSegment(LaneWorker worker, @Nullable WatcherSegment next) {
        this.worker = worker;
        this.next = next;
    }

    LaneWorker worker() {
        return worker;
    }

    /** Writes an entry at the end of the log. */
    void append(Entry entry) {
        ArrayDeque<Entry> entries = log;
        if (entries == null) {
            entries = new ArrayDeque<>(4);
            log = entries;
            worker.ready(this);
        }
        entries.add(entry);
    }

    @Override
    public boolean hasMore() {
        return log != null;
    }

    @Override
    public int drain(int budget) {
        ArrayDeque<Entry> entries = log;
        if (entries == null) {
            return 0;
        }
        int made = 0;
        Entry entry;
        while (made < budget && (entry = entries.peek()) != null) {
            made++;
            if (entry instanceof Entry.Change change && told < size) {
                tellNext(change);
                continue;
            }
            entries.remove();
            told = 0;
            apply(entry);
        }
        if (entries.isEmpty()) {
            log = null;
        }
        return made;
    }

    @SuppressWarnings("NullAway") // within the used part of the array
    private void tellNext(Entry.Change change) {
        Watch watch = watches[told++];
        watch.watchlist().changed(watch, change.online(), change.frame());
    }

    private void apply(Entry entry) {
        if (entry instanceof Entry.Begin begin) {
            add(begin.watch());
            begin.watch().watchlist().answered(begin.watch(), begin.online());
        } else if (entry instanceof Entry.End end) {
            remove(end.watch());
        }
    }

    private void add(Watch watch) {
        if (size == watches.length) {
            watches = Arrays.copyOf(watches, size < 8 ? size * 2 : size + (size >> 1));
        }
        watch.index = size;
        watches[size++] = watch;
    }

    @SuppressWarnings("NullAway") // within the used part of the array
    private void remove(Watch watch) {
        Watch last = watches[--size];
        watches[watch.index] = last;
        last.index = watch.index;
        watches[size] = null;
        watch.index = -1;
        if (size < watches.length / 4) {
            watches = Arrays.copyOf(watches, watches.length / 2);
        }
    }
}
