package dev.reverb.broadcasting;

import java.util.List;
import java.util.Optional;

/**
 * An event as it is broadcast: named, rendered and addressed, before it is encrypted and split into messages. Told to
 * {@link Broadcaster.Builder#onBroadcast}.
 *
 * @param source the event that it comes from; empty for an {@link AnonymousEvent}
 * @param channels where it goes, none twice
 * @param event the name that clients listen to
 * @param data what they get, JSON text
 * @param exceptSocketId the connection that does not get it, if any
 * @param connections the names of the connections that it goes by
 * @param queue the queue that it waits in; empty where it is sent at once
 */
public record Broadcast(
        Optional<ShouldBroadcast> source,
        List<Channel> channels,
        String event,
        String data,
        Optional<String> exceptSocketId,
        List<String> connections,
        Optional<String> queue) {

    /** Copies the lists. */
    public Broadcast {
        channels = List.copyOf(channels);
        connections = List.copyOf(connections);
    }

    /** What is broadcast where; of the data the length only, for it may be private. */
    @Override
    public String toString() {
        return "Broadcast[" + event + " on " + channels + " by " + connections + ", " + data.length() + " characters"
                + exceptSocketId.map(id -> ", not to " + id).orElse("") + "]";
    }
}
