package dev.reverb.event;

import dev.reverb.channel.ChannelName;
import dev.reverb.channel.SocketId;
import java.time.Instant;
import java.util.Optional;

/**
 * A client event was accepted, and goes to the other subscribers.
 *
 * @param appId the application
 * @param time when
 * @param channel the channel
 * @param socketId the connection
 * @param event its name, with {@code client-}
 * @param data the text of a JSON string, other JSON as its text; empty where the client sent none
 * @param userId who sent it, on presence channels only
 */
public record ClientEvent(
        String appId,
        Instant time,
        ChannelName channel,
        SocketId socketId,
        String event,
        Optional<String> data,
        Optional<String> userId)
        implements ChannelEvent {

    /** How much there is, not what: clients say it to each other. */
    @Override
    public String toString() {
        return "ClientEvent[" + appId + ", " + channel + ", " + socketId + ", " + event + ", "
                + data.map(String::length).orElse(0) + " characters]";
    }
}
