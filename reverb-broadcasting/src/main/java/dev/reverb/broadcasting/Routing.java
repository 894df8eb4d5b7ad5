package dev.reverb.broadcasting;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is said of a single broadcast beside its event. */
final class Routing {

    private @Nullable String exceptSocketId;
    private List<String> connections = List.of();

    /** The same, which further calls here do not change. */
    Routing copy() {
        Routing copy = new Routing();
        copy.exceptSocketId = exceptSocketId;
        copy.connections = connections;
        return copy;
    }

    void toOthers() {
        exceptSocketId = SocketIdScope.current().orElse(null);
    }

    void toOthers(String socketId) {
        exceptSocketId = SocketIdScope.valid(socketId);
    }

    void via(List<String> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("via takes the name of a connection at least");
        }
        connections = names;
    }

    Optional<String> exceptSocketId() {
        return Optional.ofNullable(exceptSocketId);
    }

    /** Those that were said here, else these. */
    List<String> connectionsOr(List<String> otherwise) {
        return connections.isEmpty() ? otherwise : connections;
    }
}
