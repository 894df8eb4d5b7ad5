package dev.reverb.server.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of one section. A dot in a setting's name stands for a nested object: {@code rate_limiting.enabled} is
 * {@code enabled} in the group {@code rate_limiting}.
 */
final class Catalogue {

    private final List<Setting<?>> settings;
    private final Map<String, Setting<?>> byName = new LinkedHashMap<>();

    private Catalogue(List<Setting<?>> settings) {
        this.settings = settings;
        for (Setting<?> setting : settings) {
            byName.put(setting.name(), setting);
            setting.aliases().forEach(alias -> byName.put(alias, setting));
        }
    }

    static Catalogue of(Setting<?>... settings) {
        return new Catalogue(List.of(settings));
    }

    /** All settings, in the order of the documentation. */
    List<Setting<?>> settings() {
        return settings;
    }

    Optional<Setting<?>> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    boolean isGroup(String name) {
        return byName.keySet().stream().anyMatch(other -> other.startsWith(name + "."));
    }

    /** What may be written in a group; the group of the section itself is empty. */
    Collection<String> namesIn(String group) {
        String prefix = group.isEmpty() ? "" : group + ".";
        return byName.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()).split("\\.", 2)[0])
                .distinct()
                .toList();
    }
}
