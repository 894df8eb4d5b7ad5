package dev.reverb.broadcasting.entity;

import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.PostRemove;
import jakarta.persistence.PostUpdate;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Broadcasts what JPA does to the entities that name it:
 *
 * <pre>{@code
 * @Entity
 * @EntityListeners(BroadcastEntityListener.class)
 * public class Post implements BroadcastsEvents { ... }
 * }</pre>
 *
 * <p>The persistence provider makes the listener, and tells it within a flush, before the transaction is committed. So there must be
 * an {@link EntityBroadcaster#install() installed} broadcaster, one whose builder knows of the transactions by {@code afterCommit};
 * without that, what is rolled back later would have been broadcast.
 *
 * <p>An entity that {@link SoftDeletes} is told as in Laravel: an update that trashes it is {@code PostTrashed} and {@code
 * PostDeleted}, one that restores it {@code PostUpdated} and {@code PostRestored}. Statements that go past the entities, such
 * as an {@code update} in JPQL, are seen by no listener; for those call the {@link EntityBroadcaster}.
 *
 * <p>An exception, such as for an entity without an id, ends the transaction, as JPA has it. Safe for any thread.
 */
public class BroadcastEntityListener {

    private final Supplier<EntityBroadcaster> broadcaster;
    private final TrashedEntities trashed = new TrashedEntities();

    /** For persistence providers: tells the installed broadcaster. */
    public BroadcastEntityListener() {
        broadcaster = EntityBroadcaster::installed;
    }

    /**
     * For a subclass that the application's container makes, where one broadcaster for all is not enough.
     *
     * @param broadcaster what is told
     */
    protected BroadcastEntityListener(EntityBroadcaster broadcaster) {
        Objects.requireNonNull(broadcaster, "broadcaster");
        this.broadcaster = () -> broadcaster;
    }

    /**
     * Sees an entity as it is stored.
     *
     * @param entity the entity
     */
    @PostLoad
    public void loaded(Object entity) {
        if (entity instanceof SoftDeletes soft) {
            trashed.note(soft);
        }
    }

    /**
     * Broadcasts that an entity was created.
     *
     * @param entity the entity
     */
    @PostPersist
    public void created(Object entity) {
        loaded(entity);
        tell(entity, EntityOperation.CREATED);
    }

    /**
     * Broadcasts that an entity was updated, trashed or restored.
     *
     * @param entity the entity
     */
    @PostUpdate
    public void updated(Object entity) {
        boolean is = entity instanceof SoftDeletes soft && soft.trashed();
        boolean was = entity instanceof SoftDeletes before && trashed.note(before);
        if (is && !was) {
            tell(entity, EntityOperation.TRASHED);
            tell(entity, EntityOperation.DELETED);
        } else {
            tell(entity, EntityOperation.UPDATED);
            if (was && !is) {
                tell(entity, EntityOperation.RESTORED);
            }
        }
    }

    /**
     * Broadcasts that an entity was removed.
     *
     * @param entity the entity
     */
    @PostRemove
    public void deleted(Object entity) {
        if (entity instanceof SoftDeletes soft) {
            trashed.forget(soft);
        }
        tell(entity, EntityOperation.DELETED);
    }

    private void tell(Object entity, EntityOperation operation) {
        broadcaster.get().broadcast(entity, operation);
    }
}
