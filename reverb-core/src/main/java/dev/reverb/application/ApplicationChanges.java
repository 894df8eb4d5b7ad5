package dev.reverb.application;

import java.util.List;

/**
 * In what one list of applications differs from another, by their ids. An application that has another id is another one; one that has
 * another key or secret has changed.
 *
 * @param added the ids that only the new list has, in its order
 * @param changed the ids that both have with different settings, in the order of the new list
 * @param removed the ids that only the old list has, in its order
 */
public record ApplicationChanges(List<String> added, List<String> changed, List<String> removed) {

    /** Copies the lists. */
    public ApplicationChanges {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
    }

    /**
     * Whether nothing is different.
     *
     * @return whether all three lists are empty
     */
    public boolean isEmpty() {
        return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
    }
}
