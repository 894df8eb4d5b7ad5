package dev.reverb.broadcasting;

import dev.reverb.broadcasting.BroadcastException.Reason;
import dev.reverb.broadcasting.spi.BroadcastConnection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ways to servers by their names. Immutable. */
final class Connections {

    private static final Logger LOG = LoggerFactory.getLogger(Broadcaster.class);

    private final Map<String, BroadcastConnection> named;
    private final @Nullable BroadcastConnection fallback;

    Connections(Map<String, BroadcastConnection> named, @Nullable BroadcastConnection fallback) {
        this.named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
        this.fallback = fallback;
    }

    /** The way of this name. */
    BroadcastConnection get(String name) {
        BroadcastConnection connection = named.getOrDefault(name, fallback);
        if (connection == null) {
            throw new BroadcastException(
                    Reason.INVALID, "No connection is named \"" + name + "\"; there are " + named.keySet());
        }
        return connection;
    }

    /** Closes each once. */
    void close() {
        List<BroadcastConnection> all = new ArrayList<>(named.values());
        if (fallback != null) {
            all.add(fallback);
        }
        Set<BroadcastConnection> closed = Collections.newSetFromMap(new IdentityHashMap<>());
        for (BroadcastConnection connection : all) {
            if (closed.add(connection)) {
                close(connection);
            }
        }
    }

    private static void close(BroadcastConnection connection) {
        try {
            connection.close();
        } catch (RuntimeException failed) {
            LOG.warn("A broadcast connection could not be closed", failed);
        }
    }
}
