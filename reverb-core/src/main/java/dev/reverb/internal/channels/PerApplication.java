package dev.reverb.internal.channels;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One value for each application id: the same for all who ask, as long as anybody has it.
 *
 * <p>Applications come and go, and a server may see very many of them; what it keeps of each must not stay for ever. But it must not go
 * while somebody still works with it either: who comes next would be given another, and the two would know nothing of each other. So the
 * values are kept weakly, and whoever needs one holds it. Any thread.
 */
public final class PerApplication<V> {

    private final ConcurrentHashMap<String, WeakReference<V>> values = new ConcurrentHashMap<>();

    /** The value of an application, which is made where nobody has one. */
    public V get(String appId, Function<String, V> make) {
        V known = find(appId);
        return known != null ? known : add(appId, make);
    }

    private V add(String appId, Function<String, V> make) {
        // Holds what is in the map until it has been returned.
        List<V> added = new ArrayList<>(1);
        values.compute(appId, (id, reference) -> {
            V known = reference == null ? null : reference.get();
            added.add(known != null ? known : make.apply(id));
            return known != null ? reference : new WeakReference<>(added.get(0));
        });
        return added.get(0);
    }

    /** The value of an application, or null where nobody has one. */
    public @Nullable V find(String appId) {
        WeakReference<V> reference = values.get(appId);
        return reference == null ? null : reference.get();
    }

    /** The values that somebody has, more or less. */
    public List<V> all() {
        List<V> all = new ArrayList<>();
        values.forEach((id, reference) -> {
            V value = reference.get();
            if (value != null) {
                all.add(value);
            }
        });
        return all;
    }

    /** Forgets the ids of values that nobody has any more. To be called now and then. */
    public void tidy() {
        values.forEach((id, reference) -> {
            if (reference.get() == null) {
                values.remove(id, reference);
            }
        });
    }

    /** How many ids are remembered, those {@link #tidy} has not come to included. */
    public int size() {
        return values.size();
    }
}
