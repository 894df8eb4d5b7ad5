package dev.reverb.server.config;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a configuration, with the line it stands on: what JSON, YAML and environment variables have in common.
 *
 * <p>Scalars keep the text as it was written, because what it means depends on the setting: {@code 0123} may be a number
 * or a key. No {@code toString} here shows a value, since any may be a secret.
 */
sealed interface Node {

    /**
     * Where the piece begins.
     *
     * @return a line number from 1, or 0 where there are no lines
     */
    int line();

    /**
     * One value.
     *
     * @param value as it was written, without quotes; null for a null
     * @param line where it stands
     */
    record Scalar(@Nullable String value, int line) implements Node {
        @Override
        public String toString() {
            return "Scalar[line=" + line + "]";
        }
    }

    /**
     * A list.
     *
     * @param items its items in order
     * @param line where it begins
     */
    record Sequence(List<Node> items, int line) implements Node {}

    /**
     * An object, in the order it was written. Keys are distinct; who reads a file refuses repeated ones.
     *
     * @param entries its entries
     * @param line where it begins
     */
    record Mapping(List<Entry> entries, int line) implements Node {

        /**
         * Finds an entry.
         *
         * @param key its key
         * @return the entry, or empty
         */
        Optional<Entry> find(String key) {
            return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
        }
    }

    /**
     * A key and its value.
     *
     * @param key the key
     * @param value the value
     * @param line where the key stands
     */
    record Entry(String key, Node value, int line) {}

    /**
     * Whether there is no value here: null, or empty text. Both count as if the setting had not been written, except
     * that they hide what a source of lower rank says.
     *
     * @return whether to take the default
     */
    default boolean isBlank() {
        return this instanceof Scalar scalar
                && (scalar.value() == null || scalar.value().isEmpty());
    }

    /**
     * The text of a scalar.
     *
     * @return the text without white space around it, or empty for a null, a list or an object
     */
    default Optional<String> text() {
        return this instanceof Scalar scalar
                ? Optional.ofNullable(scalar.value()).map(String::strip)
                : Optional.empty();
    }

    /**
     * This piece as an object. PHP writes an empty array of either kind as {@code []}, so an empty list is one too.
     *
     * @return the object, or empty where it is something else
     */
    default Optional<Mapping> mapping() {
        if (this instanceof Mapping mapping) {
            return Optional.of(mapping);
        }
        return this instanceof Sequence sequence && sequence.items().isEmpty()
                ? Optional.of(new Mapping(List.of(), sequence.line()))
                : Optional.empty();
    }
}
