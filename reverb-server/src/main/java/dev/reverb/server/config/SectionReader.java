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

    private final Catalogue catalogue;
    private final Set<String> others;
    private final Map<Setting<?>, Value> values = new LinkedHashMap<>();

    private SectionReader(Catalogue catalogue, Set<String> others) {
        this.catalogue = catalogue;
        this.others = others;
    }

    /**
     * Reads a section.
     *
     * @param place where the section stands
     * @param section the section
     * @param catalogue its settings
     * @param others keys that somebody else reads
     * @return what the file says, by setting
     * @throws ConfigurationException where a key is unknown, or a setting is there twice
     */
    static Map<Setting<?>, Value> read(Place place, Node.Mapping section, Catalogue catalogue, Set<String> others)
            throws ConfigurationException {
        SectionReader reader = new SectionReader(catalogue, others);
        for (Node.Entry entry : section.entries()) {
            if (!others.contains(entry.key())) {
                reader.read(entry, place, "");
            }
        }
        return reader.values;
    }

    private void read(Node.Entry entry, Place section, String group) throws ConfigurationException {
        String name = group + entry.key();
        Place place = section.key(entry.key(), entry.line());
        Optional<Node.Mapping> nested = entry.value().mapping();
        if (nested.isPresent() && catalogue.isGroup(name)) {
            for (Node.Entry inner : nested.get().entries()) {
                read(inner, place, name + ".");
            }
            return;
        }
        Optional<Setting<?>> setting = catalogue.find(name);
        if (setting.isPresent()) {
            put(setting.get(), new Value(entry.value(), place));
        } else if (!catalogue.isGroup(name)) {
            throw place.wrong("unknown setting" + Spelling.hint(entry.key(), known(group)));
        } else if (!entry.value().isBlank()) {
            throw place.wrong("must be an object");
        }
    }

    private void put(Setting<?> setting, Value value) throws ConfigurationException {
        Value before = values.put(setting, value);
        if (before != null) {
            throw value.place().wrong("already given at " + before.place());
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
}
