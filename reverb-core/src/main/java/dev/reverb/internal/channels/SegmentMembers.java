package dev.reverb.internal.channels;

import dev.reverb.internal.connection.Connection;
import java.util.Arrays;

/** The members of a {@link Segment} that has several. Touched on its lane only. */
final class SegmentMembers {

    // The fan-out reads only the first of these parallel arrays.
    Connection[] connections = new Connection[2];
    private Subscription[] subscriptions = new Subscription[2];
    private int size;

    int size() {
        return size;
    }

    Subscription get(int index) {
        return subscriptions[index];
    }

    void add(Subscription subscription) {
        if (size == connections.length) {
            resize(size < 8 ? size * 2 : size + (size >> 1));
        }
        place(subscription, subscription.subscriber().connection(), size++);
    }

    private void resize(int length) {
        connections = Arrays.copyOf(connections, length);
        subscriptions = Arrays.copyOf(subscriptions, length);
    }

    private void place(Subscription subscription, Connection connection, int index) {
        connections[index] = connection;
        subscriptions[index] = subscription;
        subscription.index = index;
    }

    void swap(int one, int other) {
        Subscription subscription = subscriptions[one];
        Connection connection = connections[one];
        place(subscriptions[other], connections[other], one);
        place(subscription, connection, other);
    }

    @SuppressWarnings("NullAway") // behind the used part of the arrays
    void removeLast() {
        size--;
        connections[size] = null;
        subscriptions[size] = null;
        if (size < connections.length / 4) {
            resize(connections.length / 2);
        }
    }

    int indexOf(Connection connection) {
        for (int i = 0; i < size; i++) {
            if (connections[i] == connection) {
                return i;
            }
        }
        return -1;
    }
}
