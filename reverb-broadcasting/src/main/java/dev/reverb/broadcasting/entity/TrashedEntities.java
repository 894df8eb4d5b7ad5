package dev.reverb.broadcasting.entity;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which of the entities in memory are stored as trashed, by identity, for as long as somebody else holds them. Most are
 * not, and take no place here. Safe for any thread.
 */
final class TrashedEntities {

    private final Set<Key> trashed = ConcurrentHashMap.newKeySet();
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();

    /** Notes how an entity is stored now, and tells whether it was trashed before. */
    boolean note(SoftDeletes entity) {
        forgetCollected();
        Key key = new Key(entity, collected);
        return entity.trashed() ? !trashed.add(key) : trashed.remove(key);
    }

    void forget(SoftDeletes entity) {
        trashed.remove(new Key(entity, collected));
    }

    /** How many are remembered. */
    int size() {
        forgetCollected();
        return trashed.size();
    }

    private void forgetCollected() {
        for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
            trashed.remove(gone);
        }
    }

    /** An entity by identity: its own {@code equals} may change with its id. */
    private static final class Key extends WeakReference<Object> {

        private final int hash;

        Key(Object entity, ReferenceQueue<Object> queue) {
            super(entity, queue);
            hash = System.identityHashCode(entity);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            Object entity = get();
            return this == other || (entity != null && other instanceof Key key && key.get() == entity);
        }
    }
}
