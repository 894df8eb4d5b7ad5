package dev.reverb;

import dev.reverb.channel.ChannelAttribute;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.SocketId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An event to publish: what a {@code POST /apps/{id}/events} says (Pusher HTTP API, "Post event"). Immutable.
 *
 * @param channels the channels' names; a name given twice counts once
 * @param event the event's name, at most {@value #MAX_EVENT_NAME_LENGTH} characters
 * @param data the event's data, by custom JSON text; clients get it as this very string
 * @param excluded the connection that does not get the event, usually its author
 * @param attributes what the result tells of each channel
 */
public record Publication(
        List<String> channels,
        String event,
        String data,
        Optional<SocketId> excluded,
        Set<ChannelAttribute> attributes) {

    /** The longest event name, in characters. */
    public static final int MAX_EVENT_NAME_LENGTH = 200;

    /** How many channels one publication may name. */
    public static final int MAX_CHANNELS = 100;

    /** How many publications one batch may have. */
    public static final int MAX_BATCH_SIZE = 10;

    /** Copies the collections; the values are checked when it is published. */
    public Publication {
        channels = List.copyOf(channels);
        attributes = Set.copyOf(attributes);
    }

    /**
     * An event to one channel.
     *
     * @param channel the channel's name
     * @param event the event's name
     * @param data the event's data
     * @return the publication
     */
    public static Publication of(String channel, String event, String data) {
        return of(List.of(channel), event, data);
    }

    /**
     * An event to several channels.
     *
     * @param channels 1 to {@value #MAX_CHANNELS} channels' names
     * @param event the event's name
     * @param data the event's data
     * @return the publication
     */
    public static Publication of(List<String> channels, String event, String data) {
        return new Publication(channels, event, data, Optional.empty(), Set.of());
    }

    /**
     * An event to a user: to every connection that is signed in as the user, and nobody else (Pusher Channels, "Sending events to
     * authenticated users").
     *
     * @param userId the user's id, 1 to {@value ClientAuthorizer#MAX_USER_ID_LENGTH} characters
     * @param event the event's name
     * @param data the event's data
     * @return the publication
     * @throws IllegalArgumentException where the id is empty or too long
     */
    public static Publication toUser(String userId, String event, String data) {
        if (userId.isEmpty() || userId.length() > ClientAuthorizer.MAX_USER_ID_LENGTH) {
            throw new IllegalArgumentException("A user id has 1 to " + ClientAuthorizer.MAX_USER_ID_LENGTH
                    + " characters, not " + userId.length());
        }
        return of(ChannelName.ofUser(userId).toString(), event, data);
    }

    /**
     * The same event, but not to the connection that caused it.
     *
     * @param socketId the {@code socket_id} that the client sent along; one that is no socket id excludes nobody
     * @return a new publication
     */
    public Publication except(String socketId) {
        return new Publication(channels, event, data, SocketId.parse(socketId), attributes);
    }

    /**
     * The same event, with a result that tells something of each channel.
     *
     * @param wanted what to tell; left out of the result where it does not apply
     * @return a new publication
     */
    public Publication withInfo(ChannelAttribute... wanted) {
        return new Publication(channels, event, data, excluded, Set.copyOf(Arrays.asList(wanted)));
    }
}
