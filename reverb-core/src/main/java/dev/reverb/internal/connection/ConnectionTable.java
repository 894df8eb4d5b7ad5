package dev.reverb.internal.connection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The connections of one lane by socket id. Touched on that lane only. */
public final class ConnectionTable {

    private final Map<Long, Connection> bySocketId = new HashMap<>();

    /** Adds a connection unless its socket id is taken. */
    boolean add(Connection connection) {
        return bySocketId.putIfAbsent(connection.socketKey(), connection) == null;
    }

    void remove(Connection connection) {
        bySocketId.remove(connection.socketKey(), connection);
    }

    /** Finds a connection by its socket id as one number; null where it is not on this lane. */
    public @Nullable Connection get(long socketKey) {
        return bySocketId.get(socketKey);
    }

    public int size() {
        return bySocketId.size();
    }

    /** Calls {@code action} for each; it must not add or remove connections. */
    public void forEach(Consumer<Connection> action) {
        bySocketId.values().forEach(action);
    }

    /** The connections at this moment. */
    public List<Connection> snapshot() {
        return new ArrayList<>(bySocketId.values());
    }
}
