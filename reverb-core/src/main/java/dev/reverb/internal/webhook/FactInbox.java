package dev.reverb.internal.webhook;

import dev.reverb.internal.channels.Fact;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Facts on their way from lanes to the turns of their application. Lanes put in, turns take out; nobody waits. */
final class FactInbox {

    /** How many characters of client events' data may wait, {@value}; more is dropped as what is one too many is. */
    static final long MAX_CHARACTERS = 16L * 1_024 * 1_024;

    /** A fact and when it happened, in the ticker's nanoseconds. */
    record Entry(Fact fact, long time) {}

    private final ConcurrentLinkedQueue<Entry> entries = new ConcurrentLinkedQueue<>();

    /** Counted before they are put in, so never too few. */
    private final AtomicInteger size = new AtomicInteger();

    private final AtomicLong characters = new AtomicLong();

    /** Puts a fact in and answers how many wait then; 0 where there was no room for it. */
    int offer(Fact fact, long time, int max) {
        int data = dataOf(fact);
        int waiting = size.incrementAndGet();
        if (waiting > max || data > 0 && characters.addAndGet(data) > MAX_CHARACTERS && waiting > 1) {
            size.decrementAndGet();
            if (waiting <= max) {
                characters.addAndGet(-data);
            }
            return 0;
        }
        entries.add(new Entry(fact, time));
        return waiting;
    }

    /** Takes the oldest out, or null. One that is counted may not be there yet. */
    @Nullable
    Entry poll() {
        Entry entry = entries.poll();
        if (entry != null) {
            size.decrementAndGet();
            int data = dataOf(entry.fact());
            if (data > 0) {
                characters.addAndGet(-data);
            }
        }
        return entry;
    }

    boolean isEmpty() {
        return size.get() == 0;
    }

    private static int dataOf(Fact fact) {
        return fact instanceof Fact.ClientEvent event && event.data() != null
                ? event.data().length()
                : 0;
    }
}
