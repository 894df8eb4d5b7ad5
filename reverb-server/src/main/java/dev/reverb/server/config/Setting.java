package dev.reverb.server.config;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One setting: what it is called in a file and in the environment, which values it takes, and what holds where nobody
 * says anything. Immutable; the catalogues ({@link ApplicationSettings}, {@link AppsSettings}, {@link
 * ServerSettings}, {@link ScalingSettings}) list them all.
 *
 * @param <T> the type of its value
 */
public final class Setting<T> {

    /** What a setting does in this version. */
    enum Effect {
        /** It works. */
        FULL,
        /** An option of PHP that has no counterpart here: accepted, with a warning where it asks for something. */
        NONE,
        /** It tells others something, such as where publishers reach the server: accepted in silence. */
        IGNORED
    }

    private final String name;
    private final @Nullable String variable;
    private final ValueType<T> type;
    private final @Nullable T defaultValue;
    private final Effect effect;
    private final boolean secret;
    private final List<String> aliases;

    private Setting(
            String name,
            @Nullable String variable,
            ValueType<T> type,
            @Nullable T defaultValue,
            Effect effect,
            boolean secret,
            List<String> aliases) {
        this.name = name;
        this.variable = variable;
        this.type = type;
        this.defaultValue = defaultValue;
        this.effect = effect;
        this.secret = secret;
        this.aliases = aliases;
    }

    static <T> Setting<T> of(String name, String variable, ValueType<T> type, T defaultValue) {
        return new Setting<>(name, variable, type, defaultValue, Effect.FULL, false, List.of());
    }

    static <T> Setting<T> optional(String name, String variable, ValueType<T> type) {
        return new Setting<>(name, variable, type, null, Effect.FULL, false, List.of());
    }

    /** A key of a file that has no environment variable. */
    static <T> Setting<T> ofFile(String name, ValueType<T> type) {
        return new Setting<>(name, null, type, null, Effect.FULL, false, List.of());
    }

    /** The same where the key does nothing. */
    static Setting<Node> inert(String name, Effect effect) {
        return new Setting<>(name, null, ValueType.anything(), null, effect, false, List.of());
    }

    Setting<T> secret() {
        return new Setting<>(name, variable, type, defaultValue, effect, true, aliases);
    }

    Setting<T> alias(String alias) {
        return new Setting<>(name, variable, type, defaultValue, effect, secret, List.of(alias));
    }

    /**
     * Its name in a file, below its section.
     *
     * @return such as {@code ping_interval} or {@code rate_limiting.enabled}
     */
    public String name() {
        return name;
    }

    /**
     * Its name in the environment.
     *
     * @return such as {@code REVERB_APP_PING_INTERVAL}, or empty where only a file can set it
     */
    Optional<String> variable() {
        return Optional.ofNullable(variable);
    }

    ValueType<T> type() {
        return type;
    }

    Optional<T> defaultValue() {
        return Optional.ofNullable(defaultValue);
    }

    Effect effect() {
        return effect;
    }

    List<String> aliases() {
        return aliases;
    }

    /**
     * Reads a value.
     *
     * @param value what a source says; not blank
     * @return the value
     * @throws ConfigurationException where it is not one that this setting takes
     */
    T read(Value value) throws ConfigurationException {
        Optional<T> read = type.read(value);
        if (read.isPresent()) {
            return read.get();
        }
        String given = secret ? "" : ", not " + shown(value.node());
        throw value.place().wrong("must be " + type.allowed() + given);
    }

    private static String shown(Node node) {
        if (node instanceof Node.Scalar scalar) {
            return scalar.value() == null ? "null" : Printable.quoted(scalar.value());
        }
        return node instanceof Node.Sequence ? "a list" : "an object";
    }

    @Override
    public String toString() {
        return "Setting[" + name + "]";
    }
}
