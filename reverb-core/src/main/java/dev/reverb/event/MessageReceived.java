package dev.reverb.event;

import dev.reverb.channel.SocketId;
import java.time.Instant;

/**
 * A client has sent a message, whatever became of it.
 *
 * @param appId the application
 * @param time when
 * @param socketId the connection
 * @param text the message as it came, with the signatures that it may hold
 */
public record MessageReceived(String appId, Instant time, SocketId socketId, String text) implements ConnectionEvent {

    /** How much there is, not what: a message may hold a signature, and what clients say to each other. */
    @Override
    public String toString() {
        return "MessageReceived[" + appId + ", " + socketId + ", " + text.length() + " characters]";
    }
}
