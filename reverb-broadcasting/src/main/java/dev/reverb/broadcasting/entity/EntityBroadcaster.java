package dev.reverb.broadcasting.entity;

import dev.reverb.broadcasting.Broadcaster;
import dev.reverb.broadcasting.PendingBroadcast;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells pages what happens to the application's entities, each on its own channel, without an event type for it.
 *
 * <pre>{@code
 * EntityBroadcaster entities = EntityBroadcaster.of(broadcaster);
 * posts.save(post);
 * entities.updated(post); // PostUpdated on private-App.Models.Post.1, with {"model": {...}}
 * }</pre>
 *
 * <p>An entity says what is to be otherwise by {@link BroadcastsEvents}. What is told within a transaction that the broadcaster
 * knows of ({@code afterCommit} of its builder) is broadcast when that has been committed, and never when it is rolled back.
 *
 * <p>With JPA nothing need be called: {@link BroadcastEntityListener} sees what is stored. Safe for any thread; where a call
 * fails, and what it costs the caller, is as with {@link Broadcaster#send}.
 */
public final class EntityBroadcaster {

    /** The installed ones, the latest last. */
    private static final Deque<EntityBroadcaster> INSTALLED = new ConcurrentLinkedDeque<>();

    private final Broadcaster broadcaster;
    private final ModelNames names;

    private EntityBroadcaster(Broadcaster broadcaster, ModelNames names) {
        this.broadcaster = Objects.requireNonNull(broadcaster, "broadcaster");
        this.names = Objects.requireNonNull(names, "names");
    }

    /**
     * Broadcasts entities by their default names.
     *
     * @param broadcaster what sends
     * @return the entities' broadcaster
     */
    public static EntityBroadcaster of(Broadcaster broadcaster) {
        return of(broadcaster, ModelNames.defaults());
    }

    /**
     * Broadcasts entities by names of the application's own.
     *
     * @param broadcaster what sends
     * @param names the names of entities
     * @return the entities' broadcaster
     */
    public static EntityBroadcaster of(Broadcaster broadcaster, ModelNames names) {
        return new EntityBroadcaster(broadcaster, names);
    }

    /**
     * Tells that an entity was stored for the first time.
     *
     * @param entity the entity, with its id
     * @throws IllegalArgumentException where it has no id
     */
    public void created(Object entity) {
        broadcast(entity, EntityOperation.CREATED);
    }

    /**
     * Tells that an entity was changed.
     *
     * @param entity the entity
     * @throws IllegalArgumentException where it has no id
     */
    public void updated(Object entity) {
        broadcast(entity, EntityOperation.UPDATED);
    }

    /**
     * Tells that an entity was removed.
     *
     * @param entity the entity as it was
     * @throws IllegalArgumentException where it has no id
     */
    public void deleted(Object entity) {
        broadcast(entity, EntityOperation.DELETED);
    }

    /**
     * Tells that an entity was marked as deleted.
     *
     * @param entity the entity
     * @throws IllegalArgumentException where it has no id
     */
    public void trashed(Object entity) {
        broadcast(entity, EntityOperation.TRASHED);
    }

    /**
     * Tells that an entity which was trashed is back.
     *
     * @param entity the entity
     * @throws IllegalArgumentException where it has no id
     */
    public void restored(Object entity) {
        broadcast(entity, EntityOperation.RESTORED);
    }

    /**
     * Tells what has happened to an entity. Does nothing where the entity names no channel for it.
     *
     * @param entity the entity, with its id
     * @param operation what has happened
     * @throws IllegalArgumentException where it has no id
     */
    public void broadcast(Object entity, EntityOperation operation) {
        EntityEvent event = event(entity, operation);
        if (event.broadcastWhen()) {
            PendingBroadcast pending = broadcaster.event(event);
            (event.toOthers() ? pending.toOthers() : pending).send();
        }
    }

    /**
     * The event that {@link #broadcast} would send, to be sent otherwise: {@code
     * broadcaster.event(entities.event(post, UPDATED)).via("pusher").send()}.
     *
     * @param entity the entity, with its id
     * @param operation what has happened
     * @return the event
     * @throws IllegalArgumentException where it has no id
     */
    public EntityEvent event(Object entity, EntityOperation operation) {
        return new EntityEvent(entity, operation, names);
    }

    // ---- for listeners that are made by a persistence provider ----

    /**
     * Makes this the one that {@link BroadcastEntityListener}s tell which the persistence provider makes by itself. Of several in a class
     * loader it is the one that was installed last.
     *
     * @return takes it away again when closed: the one before is told again
     */
    public Installation install() {
        INSTALLED.add(this);
        AtomicBoolean installed = new AtomicBoolean(true);
        return () -> {
            if (installed.compareAndSet(true, false)) {
                INSTALLED.removeLastOccurrence(this);
            }
        };
    }

    static EntityBroadcaster installed() {
        EntityBroadcaster installed = INSTALLED.peekLast();
        if (installed == null) {
            throw new IllegalStateException(
                    "No EntityBroadcaster is installed: call EntityBroadcaster.of(broadcaster).install() at the start");
        }
        return installed;
    }

    /** That an entities' broadcaster is installed. */
    @FunctionalInterface
    public interface Installation extends AutoCloseable {

        /** Ends it. Where none is left, storing an entity that names the listener fails. Does nothing the second time. */
        @Override
        void close();
    }
}
