package dev.reverb.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the sections of a configuration file, in our shape or in Laravel's; see {@link ConfigurationFile}. */
final class FileShape {

    private static final List<String> ROOT = List.of("apps", "server", "scaling", "servers", "default");

    private final Section root;
    private final List<String> warnings = new ArrayList<>();

    FileShape(String file, Node.Mapping root) {
        this.root = new Section(new Place(file, 0, ""), root);
    }

    ConfigurationFile read() throws ConfigurationException {
        root.requireKnown(ROOT);
        Optional<Section> server = server();
        return new ConfigurationFile(
                server.isEmpty() ? Map.of() : server.get().read(ServerSettings.ALL, Set.of("scaling")),
                scaling(server),
                provider(),
                applications(),
                warnings);
    }

    private Optional<Section> server() throws ConfigurationException {
        Optional<Section> plain = root.section("server");
        Optional<Section> servers = root.section("servers");
        if (servers.isEmpty()) {
            return plain;
        }
        if (plain.isPresent()) {
            throw servers.get().place().wrong("give either server or servers");
        }
        return defaultServer(servers.get());
    }

    private Optional<Section> defaultServer(Section servers) throws ConfigurationException {
        Optional<Node.Entry> chosen = root.given("default");
        String name = chosen.flatMap(entry -> entry.value().text()).orElse("reverb");
        List<Node.Entry> entries = servers.mapping().entries();
        List<String> names = entries.stream().map(Node.Entry::key).toList();
        if (!names.isEmpty() && !names.contains(name)) {
            Place blamed = chosen.isPresent() ? root.at(chosen.get()) : servers.at(entries.get(0));
            throw blamed.wrong("there is no " + Printable.quoted(name) + " in servers" + Spelling.hint(name, names));
        }
        for (Node.Entry entry : entries) {
            if (!entry.key().equals(name)) {
                warnings.add(
                        servers.at(entry) + ": does nothing, since the default server is " + Printable.quoted(name));
            }
        }
        return servers.section(name);
    }

    private Map<Setting<?>, Value> scaling(Optional<Section> server) throws ConfigurationException {
        Optional<Section> plain = root.section("scaling");
        Optional<Section> nested =
                server.isEmpty() ? Optional.empty() : server.get().section("scaling");
        if (plain.isPresent() && nested.isPresent()) {
            throw plain.get()
                    .place()
                    .wrong("already given at " + nested.get().place().path());
        }
        Optional<Section> scaling = plain.or(() -> nested);
        return scaling.isEmpty() ? Map.of() : scaling.get().read(ScalingSettings.ALL, Set.of());
    }

    private List<ConfigurationFile.ApplicationSection> applications() throws ConfigurationException {
        Optional<Node.Entry> apps = root.given("apps");
        if (apps.isEmpty()) {
            return List.of();
        }
        Place place = root.at(apps.get());
        if (!(apps.get().value() instanceof Node.Mapping mapping)) {
            return applications(apps.get().value(), place);
        }
        Section provided = new Section(place, mapping);
        Optional<Node.Entry> inner = provided.given("apps");
        return inner.isEmpty() ? List.of() : applications(inner.get().value(), provided.at(inner.get()));
    }

    /** Where the applications come from; a mere list of them says nothing of it. */
    private Map<Setting<?>, Value> provider() throws ConfigurationException {
        Optional<Node.Entry> apps = root.given("apps");
        return apps.isPresent() && apps.get().value() instanceof Node.Mapping mapping
                ? new Section(root.at(apps.get()), mapping).read(AppsSettings.ALL, Set.of("apps"))
                : Map.of();
    }

    private static List<ConfigurationFile.ApplicationSection> applications(Node apps, Place place)
            throws ConfigurationException {
        if (!(apps instanceof Node.Sequence sequence) || sequence.items().isEmpty()) {
            throw place.wrong("must be a list of at least one application");
        }
        List<ConfigurationFile.ApplicationSection> applications = new ArrayList<>();
        for (Node item : sequence.items()) {
            Section section = Section.of(item, place.item(applications.size(), item.line()));
            applications.add(new ConfigurationFile.ApplicationSection(
                    section.place(), section.read(ApplicationSettings.ALL, Set.of())));
        }
        return applications;
    }

    /** An object of the file, and where it stands. */
    private record Section(Place place, Node.Mapping mapping) {

        static Section of(Node node, Place place) throws ConfigurationException {
            return new Section(place, node.mapping().orElseThrow(() -> place.wrong("must be an object")));
        }

        Map<Setting<?>, Value> read(Catalogue catalogue, Set<String> others) throws ConfigurationException {
            return SectionReader.read(place, mapping, catalogue, others);
        }

        Optional<Node.Entry> given(String key) {
            return mapping.find(key).filter(entry -> !entry.value().isBlank());
        }

        Place at(Node.Entry entry) {
            return place.key(entry.key(), entry.line());
        }

        Optional<Section> section(String key) throws ConfigurationException {
            Optional<Node.Entry> entry = given(key);
            return entry.isEmpty()
                    ? Optional.empty()
                    : Optional.of(of(entry.get().value(), at(entry.get())));
        }

        void requireKnown(List<String> known) throws ConfigurationException {
            for (Node.Entry entry : mapping.entries()) {
                if (!known.contains(entry.key())) {
                    throw at(entry).wrong("unknown setting" + Spelling.hint(entry.key(), known));
                }
            }
        }
    }
}
