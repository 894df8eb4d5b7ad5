package dev.reverb.broadcasting.notification;

import dev.reverb.broadcasting.Channel;
import dev.reverb.broadcasting.ShouldBroadcast;
import dev.reverb.broadcasting.ShouldBroadcastAfterCommit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** A notification on its way to one of those who are notified. Made by {@link Notifications}. */
public final class BroadcastNotificationCreated implements ShouldBroadcast, ShouldBroadcastAfterCommit {

    /** The event that Echo's {@code notification} listens to. */
    public static final String NAME = "Illuminate\\Notifications\\Events\\BroadcastNotificationCreated";

    private final UUID id;
    private final Object notifiable;
    private final BroadcastNotification notification;
    private final List<? extends Channel> channels;
    private final String type;
    private final ObjectMapper json;

    BroadcastNotificationCreated(
            UUID id,
            Object notifiable,
            BroadcastNotification notification,
            List<? extends Channel> channels,
            String type,
            ObjectMapper json) {
        this.id = id;
        this.notifiable = notifiable;
        this.notification = notification;
        this.channels = channels;
        this.type = type;
        this.json = json;
    }

    /**
     * What pages know it by, and nobody else's notification.
     *
     * @return the id
     */
    public UUID id() {
        return id;
    }

    /**
     * Who is notified.
     *
     * @return as it was given to {@link Notifications#send}
     */
    public Object notifiable() {
        return notifiable;
    }

    /**
     * What they are told of.
     *
     * @return the notification
     */
    public BroadcastNotification notification() {
        return notification;
    }

    @Override
    public List<? extends Channel> broadcastOn() {
        return channels;
    }

    @Override
    public String broadcastAs() {
        String own = notification.broadcastAs();
        return own == null ? NAME : own;
    }

    /**
     * The notification's data with its {@code id} and {@code type}.
     *
     * @throws IllegalArgumentException where the data is no JSON object
     */
    @Override
    public Object broadcastWith() {
        JsonNode data = json.valueToTree(notification.toBroadcast(notifiable));
        if (!(data instanceof ObjectNode object)) {
            throw new IllegalArgumentException("The data of a notification is a JSON object, and that of "
                    + notification.getClass().getName() + " is not");
        }
        // A copy: where the data was a tree already, it is the application's.
        return object.deepCopy().put("id", id.toString()).put("type", type);
    }

    @Override
    public @Nullable String broadcastQueue() {
        return notification.broadcastQueue();
    }

    @Override
    public List<String> broadcastConnections() {
        return notification.broadcastConnections();
    }
}
