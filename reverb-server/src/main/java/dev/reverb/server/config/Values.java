package dev.reverb.server.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What all sources together say about the settings of one section: for each setting, the last source that names it. */
final class Values {

    private final Map<Setting<?>, Value> values = new LinkedHashMap<>();

    /**
     * Lays sources over each other.
     *
     * @param sources the weakest first
     */
    @SafeVarargs
    Values(Map<Setting<?>, Value>... sources) {
        for (Map<Setting<?>, Value> source : sources) {
            values.putAll(source);
        }
    }

    /** The value of a setting; its default where no source gives one. */
    <T> Optional<T> find(Setting<T> setting) throws ConfigurationException {
        Value value = values.get(setting);
        return value == null || value.node().isBlank() ? setting.defaultValue() : Optional.of(setting.read(value));
    }

    /** The value of a setting that has a default. */
    <T> T get(Setting<T> setting) throws ConfigurationException {
        return find(setting).orElseThrow(() -> new IllegalStateException(setting + " has no default"));
    }

    /** Where the value of a setting comes from; empty where nobody gives one. */
    Optional<String> origin(Setting<?> setting) {
        return Optional.ofNullable(values.get(setting))
                .filter(value -> !value.node().isBlank())
                .map(value -> value.place().toString());
    }

    /** The same, or its name where nobody gives one. */
    String originOrName(Setting<?> setting) {
        return origin(setting).orElse(setting.name());
    }

    /** The names of the settings that have another value here than there, of those that do something. Both have been checked. */
    List<String> namesOfOthersThan(Values there, Catalogue catalogue) {
        return catalogue.settings().stream()
                .filter(setting -> setting.effect() == Setting.Effect.FULL)
                .filter(setting -> !checked(setting).equals(there.checked(setting)))
                .map(Setting::name)
                .toList();
    }

    private Optional<?> checked(Setting<?> setting) {
        try {
            return find(setting);
        } catch (ConfigurationException checkedBefore) {
            throw new IllegalStateException(checkedBefore);
        }
    }

    /** What to throw where the value of a setting does not go with others. */
    ConfigurationException wrong(Setting<?> setting, String problem) {
        return new ConfigurationException(originOrName(setting) + ": " + problem);
    }

    /**
     * Checks every value, and tells which of them do nothing.
     *
     * @param catalogue the settings
     * @param warnings takes the warnings
     * @throws ConfigurationException at the first wrong value
     */
    void check(Catalogue catalogue, List<String> warnings) throws ConfigurationException {
        for (Setting<?> setting : catalogue.settings()) {
            Optional<?> value = find(setting);
            boolean asks =
                    !value.equals(setting.defaultValue()) && !value.equals(Optional.of(false)) && !isNothing(value);
            if (asks && setting.effect() == Setting.Effect.NONE) {
                warnings.add(originOrName(setting) + ": does nothing here");
            }
        }
    }

    private static boolean isNothing(Optional<?> value) {
        return value.isPresent()
                && value.get() instanceof Node node
                && (node.mapping()
                                .filter(mapping -> mapping.entries().isEmpty())
                                .isPresent()
                        || node.text()
                                .filter(text -> text.equals("false") || text.equals("0"))
                                .isPresent());
    }
}
