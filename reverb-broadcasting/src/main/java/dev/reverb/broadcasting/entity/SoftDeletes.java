package dev.reverb.broadcasting.entity;

/**
 * An entity that is marked as deleted in place of being removed. {@link BroadcastEntityListener} sees by it which update
 * trashed the entity, and which one restored it.
 *
 * <pre>{@code
 * public boolean trashed() {
 *     return deletedAt != null;
 * }
 * }</pre>
 */
public interface SoftDeletes {

    /**
     * Tells whether the entity is marked as deleted.
     *
     * @return whether it is; called within the persistence provider's flush, so it looks at the entity's own fields only
     */
    boolean trashed();
}
