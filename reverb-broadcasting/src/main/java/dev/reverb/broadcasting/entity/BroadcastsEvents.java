package dev.reverb.broadcasting.entity;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an entity may say about its own broadcasts. All of it has defaults, and an entity that does not implement this is
 * broadcast with them: {@code PostUpdated} with {@code {"model": …}} on {@code private-App.Models.Post.{id}}.
 *
 * <p>Channels, name and {@link #broadcastToOthers} are asked for when the operation is told, within the flush where {@link
 * BroadcastEntityListener} tells it; the payload when the event is made for sending, after the commit. An entity with
 * associations that are loaded late says in {@link #broadcastWith} what of it is sent.
 */
public interface BroadcastsEvents {

    /**
     * Where an operation is broadcast.
     *
     * @param operation what has happened
     * @return channels; in place of a channel also an entity, which stands for its own: {@code List.of(this, author)}. Empty
     *     where this operation is not broadcast. By default the entity's own channel.
     */
    default List<?> broadcastOn(EntityOperation operation) {
        return List.of(this);
    }

    /**
     * The event's name.
     *
     * @param operation what has happened
     * @return the whole name; null, the default, for type and operation: {@code PostCreated}
     */
    default @Nullable String broadcastAs(EntityOperation operation) {
        return null;
    }

    /**
     * The event's payload.
     *
     * @param operation what has happened
     * @return what Jackson can write; {@code {"model": this}} by default
     */
    default Object broadcastWith(EntityOperation operation) {
        return Map.of("model", this);
    }

    /**
     * The name of the entity's own channel, without {@code private-}.
     *
     * @return the name; null, the default, for that of {@link ModelNames}, such as {@code App.Models.Post.1}
     */
    default @Nullable String broadcastChannel() {
        return null;
    }

    /**
     * Tells whether the page whose request changes the entity is left out: see {@link
     * dev.reverb.broadcasting.PendingBroadcast#toOthers()}.
     *
     * @param operation what has happened
     * @return false by default
     */
    default boolean broadcastToOthers(EntityOperation operation) {
        return false;
    }

    /**
     * The queue that the event waits in.
     *
     * @return its name; null, the default, for the default queue
     */
    default @Nullable String broadcastQueue() {
        return null;
    }

    /**
     * The connections that the event is sent over.
     *
     * @return their names; empty, the default, for the default connection
     */
    default List<String> broadcastConnections() {
        return List.of();
    }
}
