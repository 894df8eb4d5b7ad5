package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.spi.Ticker;
import dev.reverb.spi.scaling.BusUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/**
 * What this node has published and Redis has not answered for, in order: what is on its way, and in an outage what waits for its end.
 * Bounded in number, bytes and age.
 *
 * <pre>
 *            sent                 acknowledged, no echo due
 *   WAITING ------> UNDER_WAY ---------------------------------> gone
 *      ^                |  \  acknowledged, echo due      echoed
 *      | disconnected   |   +--------------------> ECHO_DUE ---> gone
 *      +----------------+                              \ disconnected: told here, gone
 * </pre>
 *
 * <p>An <i>echo</i> is one's own message as it comes back on its topic, where this node follows that. It is how one's own subscribers
 * get it, so one that the connection's end has swallowed is owed to them. Not thread-safe.
 *
 * @param <T> what is published
 */
final class Outbox<T> {

    /** How many messages may be under way, where more than may wait. */
    static final int MAX_UNDER_WAY = 65_536;

    private enum State {
        WAITING,
        UNDER_WAY,
        ECHO_DUE
    }

    /** One message. */
    static final class Entry<T> {
        private final long number;
        private final T item;
        private final int bytes;
        private final long since;
        private State state = State.WAITING;
        private boolean echoDue;

        private Entry(long number, T item, int bytes, long since) {
            this.number = number;
            this.item = item;
            this.bytes = bytes;
            this.since = since;
        }

        long number() {
            return number;
        }

        T item() {
            return item;
        }
    }

    private final Map<Long, Entry<T>> entries = new LinkedHashMap<>();
    private final int maxMessages;
    private final long maxBytes;
    private final long maxAgeNanos;
    private final Ticker ticker;
    private long bytes;
    private long lastNumber;

    /**
     * Makes an empty one.
     *
     * @param maxMessages how many messages it takes
     * @param maxBytes how many bytes, their payloads together
     * @param maxAge how long a message waits at most
     * @param ticker tells the age
     */
    Outbox(int maxMessages, long maxBytes, Duration maxAge, Ticker ticker) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
        this.maxAgeNanos = maxAge.toNanos();
        this.ticker = ticker;
    }

    /**
     * Takes a message.
     *
     * @param maker makes it, from its number
     * @param size its bytes
     * @param isOpen whether it goes out at once, and waits for its answer only
     * @return its entry, which waits
     * @throws BusUnavailableException where there is no room
     */
    Entry<T> add(LongFunction<T> maker, int size, boolean isOpen) {
        if (entries.size() >= (isOpen ? Math.max(maxMessages, MAX_UNDER_WAY) : maxMessages)
                || bytes + size > maxBytes) {
            throw new BusUnavailableException("Redis does not take messages, and " + entries.size() + " of them ("
                    + bytes + " bytes) wait for it already");
        }
        long number = ++lastNumber;
        Entry<T> entry = new Entry<>(number, maker.apply(number), size, ticker.nanoTime());
        entries.put(number, entry);
        bytes += size;
        return entry;
    }

    /** A message goes to Redis now, and comes back on its topic or not. */
    void sent(Entry<T> entry, boolean echoDue) {
        entry.state = State.UNDER_WAY;
        entry.echoDue = echoDue;
    }

    /**
     * Redis has a message.
     *
     * @return whether nobody had been told so before
     */
    boolean acknowledged(Entry<T> entry) {
        if (entries.get(entry.number) != entry || entry.state != State.UNDER_WAY) {
            return false;
        }
        if (entry.echoDue) {
            entry.state = State.ECHO_DUE;
        } else {
            remove(entry);
        }
        return true;
    }

    /** One's own message has come back. */
    void echoed(long number) {
        Entry<T> entry = entries.get(number);
        if (entry != null) {
            entry.echoDue = false;
            if (entry.state == State.ECHO_DUE) {
                remove(entry);
            }
        }
    }

    /**
     * The connection is gone: what was on its way waits again.
     *
     * @return what this node's own subscribers may not have got, in order
     */
    List<Entry<T>> disconnected() {
        List<Entry<T>> owed = new ArrayList<>();
        for (Entry<T> entry : List.copyOf(entries.values())) {
            if (entry.state != State.WAITING) {
                owed.add(entry);
            }
            if (entry.state == State.ECHO_DUE) {
                remove(entry);
            }
            entry.state = State.WAITING;
            entry.echoDue = false;
        }
        return owed;
    }

    /**
     * Some echoes will not come.
     *
     * @param which of what was published
     * @return what this node's own subscribers have not got, in order
     */
    List<Entry<T>> forgetEchoes(Predicate<T> which) {
        List<Entry<T>> owed = new ArrayList<>();
        for (Entry<T> entry : List.copyOf(entries.values())) {
            if (entry.echoDue && which.test(entry.item)) {
                owed.add(entry);
                echoed(entry.number);
            }
        }
        return owed;
    }

    /** What waits, in order. */
    List<Entry<T>> waiting() {
        return entries.values().stream()
                .filter(entry -> entry.state == State.WAITING)
                .toList();
    }

    /**
     * Drops what has waited too long.
     *
     * @return how many messages that were
     */
    int expire() {
        long now = ticker.nanoTime();
        int dropped = 0;
        Iterator<Entry<T>> oldest = entries.values().iterator();
        while (oldest.hasNext()) {
            Entry<T> entry = oldest.next();
            if (now - entry.since <= maxAgeNanos) {
                break;
            }
            if (entry.state == State.WAITING) {
                oldest.remove();
                bytes -= entry.bytes;
                dropped++;
            }
        }
        return dropped;
    }

    private void remove(Entry<T> entry) {
        entries.remove(entry.number);
        bytes -= entry.bytes;
    }

    int size() {
        return entries.size();
    }

    long bytes() {
        return bytes;
    }
}
