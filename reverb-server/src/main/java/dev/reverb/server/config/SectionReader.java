package dev.reverb.server.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one section of a file: finds each key's setting, and refuses what is none. */
final class SectionReader {

    private final String file;
    private final Catalogue catalogue;
    private final Set<String> others;
    private final Map<Setting<?>, Value> values = new LinkedHashMap<>();

    private SectionReader(String file, Catalogue catalogue, Set<String> others) {
        this.file = file;
        this.catalogue = catalogue;
        this.others = others;
    }

    /**
     * Reads a section.
     *
     * @param file what to call the file in messages
     * @param path where the section stands, such as {@code apps[0]}
     * @param section the section
     * @param catalogue its settings
     * @param others keys that somebody else reads
     * @return what the file says, by setting
     * @throws ConfigurationException where a key is unknown, or a setting is there twice
     */
    static Map<Setting<?>, Value> read(
            String file, String path, Node.Mapping section, Catalogue catalogue, Set<String> others)
            throws ConfigurationException {
        SectionReader reader = new SectionReader(file, catalogue, others);
        for (Node.Entry entry : section.entries()) {
            if (!others.contains(entry.key())) {
                reader.read(entry, path, "");
            }
        }
        return reader.values;
    }

    private void read(Node.Entry entry, String path, String group) throws ConfigurationException {
        String name = group + entry.key();
        String origin = origin(entry.line(), path + "." + entry.key());
        Optional<Node.Mapping> nested = entry.value().mapping();
        if (nested.isPresent() && catalogue.isGroup(name)) {
            for (Node.Entry inner : nested.get().entries()) {
                read(inner, path + "." + entry.key(), name + ".");
            }
            return;
        }
        Optional<Setting<?>> setting = catalogue.find(name);
        if (setting.isPresent()) {
            put(setting.get(), new Value(entry.value(), origin));
        } else if (!catalogue.isGroup(name)) {
            throw new ConfigurationException(origin + ": unknown setting" + Spelling.hint(entry.key(), known(group)));
        } else if (!entry.value().isBlank()) {
            throw new ConfigurationException(origin + ": must be an object");
        }
    }

    private void put(Setting<?> setting, Value value) throws ConfigurationException {
        Value before = values.put(setting, value);
        if (before != null) {
            throw new ConfigurationException(value.origin() + ": already given at " + before.origin());
        }
    }

    private Collection<String> known(String group) {
        List<String> known =
                new ArrayList<>(catalogue.namesIn(group.isEmpty() ? "" : group.substring(0, group.length() - 1)));
        if (group.isEmpty()) {
            known.addAll(others);
        }
        return known;
    }

    private String origin(int line, String path) {
        return file + ":" + line + ": " + Printable.escaped(path);
    }
}
