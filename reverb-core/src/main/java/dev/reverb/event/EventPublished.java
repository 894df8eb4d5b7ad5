package dev.reverb.event;

import dev.reverb.channel.ChannelName;
import dev.reverb.channel.SocketId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An event was published through this server, in process or over HTTP, and admitted. In a cluster it is told by the server that took it,
 * once the others have it.
 *
 * @param appId the application
 * @param time when
 * @param channels where to, each once
 * @param event its name
 * @param data its data
 * @param excluded the connection that does not get it
 */
public record EventPublished(
        String appId, Instant time, List<ChannelName> channels, String event, String data, Optional<SocketId> excluded)
        implements ApplicationEvent {

    /** Copies the list. */
    public EventPublished {
        channels = List.copyOf(channels);
    }

    /** How much there is, not what. */
    @Override
    public String toString() {
        return "EventPublished[" + appId + ", " + channels + ", " + event + ", " + data.length() + " characters]";
    }
}
