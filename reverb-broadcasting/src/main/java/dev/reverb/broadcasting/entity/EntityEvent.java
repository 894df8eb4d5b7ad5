package dev.reverb.broadcasting.entity;

import dev.reverb.broadcasting.Channel;
import dev.reverb.broadcasting.ShouldBroadcast;
import dev.reverb.broadcasting.ShouldBroadcastAfterCommit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An operation on an entity, to be broadcast once the transaction at hand has been committed. Made by {@link
 * EntityBroadcaster}.
 */
public final class EntityEvent implements ShouldBroadcast, ShouldBroadcastAfterCommit {

    private final Object entity;
    private final EntityOperation operation;
    private final List<Channel> channels;
    private final String name;

    EntityEvent(Object entity, EntityOperation operation, ModelNames names) {
        this.entity = entity;
        this.operation = operation;
        this.channels = channels(entity, operation, names);
        this.name = name(entity, operation, names);
    }

    private static List<Channel> channels(Object entity, EntityOperation operation, ModelNames names) {
        List<?> places = entity instanceof BroadcastsEvents events ? events.broadcastOn(operation) : List.of(entity);
        return places.stream()
                .map(place -> place instanceof Channel channel ? channel : names.channel(place))
                .toList();
    }

    private static String name(Object entity, EntityOperation operation, ModelNames names) {
        String own = entity instanceof BroadcastsEvents events ? events.broadcastAs(operation) : null;
        return own == null ? operation.eventName(names.typeOf(entity)) : own;
    }

    /**
     * What it is about.
     *
     * @return the entity
     */
    public Object entity() {
        return entity;
    }

    /**
     * What has happened to it.
     *
     * @return the operation
     */
    public EntityOperation operation() {
        return operation;
    }

    @Override
    public List<Channel> broadcastOn() {
        return channels;
    }

    @Override
    public String broadcastAs() {
        return name;
    }

    @Override
    public Object broadcastWith() {
        return entity instanceof BroadcastsEvents events ? events.broadcastWith(operation) : Map.of("model", entity);
    }

    @Override
    public boolean broadcastWhen() {
        return !channels.isEmpty();
    }

    @Override
    public @Nullable String broadcastQueue() {
        return entity instanceof BroadcastsEvents events ? events.broadcastQueue() : null;
    }

    @Override
    public List<String> broadcastConnections() {
        return entity instanceof BroadcastsEvents events ? events.broadcastConnections() : List.of();
    }

    boolean toOthers() {
        return entity instanceof BroadcastsEvents events && events.broadcastToOthers(operation);
    }
}
