package dev.reverb.event;

import dev.reverb.channel.SocketId;
import java.time.Instant;

/**
 * A message has gone to a client: into its socket, or behind what waits for it.
 *
 * @param appId the application
 * @param time when
 * @param socketId the connection
 * @param text the message as it goes over the wire
 */
public record MessageSent(String appId, Instant time, SocketId socketId, String text) implements ConnectionEvent {

    /** How much there is, not what: a message may hold what clients say to each other. */
    @Override
    public String toString() {
        return "MessageSent[" + appId + ", " + socketId + ", " + text.length() + " characters]";
    }
}
