package dev.reverb.broadcasting.spi;

import java.util.List;
import java.util.Optional;

/**
 * What goes to a server in one piece (Pusher HTTP API, "Post event"): rendered, and encrypted where its channel is. Immutable.
 *
 * @param channels 1 to {@value dev.reverb.Publication#MAX_CHANNELS} names as they go over the wire, none twice; an encrypted channel is alone
 * @param event the event's name, 1 to {@value dev.reverb.Publication#MAX_EVENT_NAME_LENGTH} characters
 * @param data what subscribers get, JSON text; on an encrypted channel its {@code nonce} and {@code ciphertext}
 * @param exceptSocketId the connection that does not get it, if any
 */
public record BroadcastMessage(List<String> channels, String event, String data, Optional<String> exceptSocketId) {

    /** Copies the list. */
    public BroadcastMessage {
        channels = List.copyOf(channels);
    }

    /** What is sent where; of the data the length only, for it may be private. */
    @Override
    public String toString() {
        return "BroadcastMessage[" + event + " on " + channels + ", " + data.length() + " characters"
                + exceptSocketId.map(id -> ", not to " + id).orElse("") + "]";
    }
}
