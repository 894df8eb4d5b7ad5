package dev.reverb.internal.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one lane by socket id: one flat array with linear probing, since a server may hold very many. Socket
 * ids are random, so they are their own hash. Touched on the lane only.
 */
public final class ConnectionTable {

    private static final int SMALLEST = 16;

    private @Nullable Connection[] slots = new Connection[SMALLEST];
    private int size;

    /** Adds a connection unless its socket id is taken. */
    boolean add(Connection connection) {
        if (get(connection.socketKey()) != null) {
            return false;
        }
        if (size >= slots.length / 4 * 3) {
            resize(slots.length * 2);
        }
        insert(connection);
        size++;
        return true;
    }

    private void insert(Connection connection) {
        int i = home(connection.socketKey());
        while (slots[i] != null) {
            i = i + 1 & slots.length - 1;
        }
        slots[i] = connection;
    }

    /** Finds a connection by its socket id as one number; null where it is not on this lane. */
    public @Nullable Connection get(long socketKey) {
        int i = find(socketKey);
        return i < 0 ? null : slots[i];
    }

    private int find(long socketKey) {
        for (int i = home(socketKey); ; i = i + 1 & slots.length - 1) {
            Connection found = slots[i];
            if (found == null) {
                return -1;
            }
            if (found.socketKey() == socketKey) {
                return i;
            }
        }
    }

    void remove(Connection connection) {
        int i = find(connection.socketKey());
        if (i < 0 || slots[i] != connection) {
            return;
        }
        slots[i] = null;
        size--;
        closeGap(i);
        if (slots.length > SMALLEST && size < slots.length / 8) {
            resize(slots.length / 2);
        }
    }

    /** Moves those up that had to go past the gap, so that a search may end at the first empty slot. */
    private void closeGap(int gap) {
        int mask = slots.length - 1;
        int empty = gap;
        for (int i = gap + 1 & mask; ; i = i + 1 & mask) {
            Connection next = slots[i];
            if (next == null) {
                return;
            }
            int wanted = home(next.socketKey());
            if ((i - wanted & mask) >= (i - empty & mask)) {
                slots[empty] = next;
                slots[i] = null;
                empty = i;
            }
        }
    }

    private void resize(int length) {
        List<Connection> all = snapshot();
        slots = new Connection[length];
        all.forEach(this::insert);
    }

    private int home(long socketKey) {
        return (int) (socketKey ^ socketKey >>> 32) & slots.length - 1;
    }

    public int size() {
        return size;
    }

    /** Calls {@code action} for each; it must not add or remove connections. */
    public void forEach(Consumer<Connection> action) {
        for (Connection connection : slots) {
            if (connection != null) {
                action.accept(connection);
            }
        }
    }

    /** The connections at this moment. */
    public List<Connection> snapshot() {
        List<Connection> all = new ArrayList<>(size);
        forEach(all::add);
        return all;
    }
}
