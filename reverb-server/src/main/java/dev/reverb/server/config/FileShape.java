package dev.reverb.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the sections of a configuration file, in our shape or in Laravel's; see {@link ConfigurationFile}. */
final class FileShape {

    private static final List<String> ROOT = List.of("apps", "server", "scaling", "servers", "default");
    private static final List<String> PROVIDED = List.of("provider", "apps");

    private final String file;
    private final Node.Mapping root;
    private final List<String> warnings = new ArrayList<>();

    FileShape(String file, Node.Mapping root) {
        this.file = file;
        this.root = root;
    }

    ConfigurationFile read() throws ConfigurationException {
        requireKnown(root, "", ROOT);
        Optional<Section> server = server();
        return new ConfigurationFile(
                server.isEmpty() ? Map.of() : server.get().read(ServerSettings.ALL, Set.of("scaling")),
                scaling(server),
                applications(),
                warnings);
    }

    private Optional<Section> server() throws ConfigurationException {
        Optional<Section> plain = section(root, "", "server");
        Optional<Section> servers = section(root, "", "servers");
        if (servers.isEmpty()) {
            return plain;
        }
        if (plain.isPresent()) {
            throw at(root.find("servers").orElseThrow(), "servers", "give either server or servers");
        }
        return defaultServer(servers.get().mapping());
    }

    private Optional<Section> defaultServer(Node.Mapping servers) throws ConfigurationException {
        Optional<Node.Entry> chosen = given(root, "default");
        String name = chosen.flatMap(entry -> entry.value().text()).orElse("reverb");
        List<String> names = servers.entries().stream().map(Node.Entry::key).toList();
        if (!names.isEmpty() && !names.contains(name)) {
            Node.Entry blamed = chosen.orElse(servers.entries().get(0));
            String path = chosen.isPresent() ? "default" : "servers." + Printable.escaped(blamed.key());
            throw at(
                    blamed, path, "there is no " + Printable.quoted(name) + " in servers" + Spelling.hint(name, names));
        }
        for (Node.Entry entry : servers.entries()) {
            if (!entry.key().equals(name)) {
                warnings.add(at(
                                entry,
                                "servers." + Printable.escaped(entry.key()),
                                "does nothing, since the default server is " + Printable.quoted(name))
                        .getMessage());
            }
        }
        return section(servers, "servers.", name);
    }

    private Map<Setting<?>, Value> scaling(Optional<Section> server) throws ConfigurationException {
        Optional<Section> plain = section(root, "", "scaling");
        Optional<Section> nested = server.isEmpty()
                ? Optional.empty()
                : section(server.get().mapping(), server.get().path() + ".", "scaling");
        if (plain.isPresent() && nested.isPresent()) {
            throw at(
                    root.find("scaling").orElseThrow(),
                    "scaling",
                    "already given at " + nested.get().path());
        }
        Optional<Section> scaling = plain.or(() -> nested);
        return scaling.isEmpty() ? Map.of() : scaling.get().read(ScalingSettings.ALL, Set.of());
    }

    private List<ConfigurationFile.ApplicationSection> applications() throws ConfigurationException {
        Optional<Node.Entry> apps = given(root, "apps");
        String path = "apps";
        if (apps.isPresent() && apps.get().value() instanceof Node.Mapping provided) {
            requireKnown(provided, "apps.", PROVIDED);
            requireConfigProvider(provided);
            apps = given(provided, "apps");
            path = "apps.apps";
        }
        return apps.isEmpty() ? List.of() : applications(apps.get(), path);
    }

    private void requireConfigProvider(Node.Mapping provided) throws ConfigurationException {
        Optional<Node.Entry> provider = given(provided, "provider");
        if (provider.isPresent() && !provider.get().value().text().equals(Optional.of("config"))) {
            throw at(provider.get(), "apps.provider", "must be config, since applications come from this file");
        }
    }

    private List<ConfigurationFile.ApplicationSection> applications(Node.Entry apps, String path)
            throws ConfigurationException {
        if (!(apps.value() instanceof Node.Sequence sequence)
                || sequence.items().isEmpty()) {
            throw at(apps, path, "must be a list of at least one application");
        }
        List<ConfigurationFile.ApplicationSection> applications = new ArrayList<>();
        for (Node item : sequence.items()) {
            String itemPath = path + "[" + applications.size() + "]";
            String origin = file + ":" + item.line() + ": " + itemPath;
            Optional<Node.Mapping> application = item.mapping();
            if (application.isEmpty()) {
                throw new ConfigurationException(origin + ": must be an object");
            }
            Section section = new Section(file, itemPath, application.get());
            applications.add(new ConfigurationFile.ApplicationSection(
                    origin, itemPath, section.read(ApplicationSettings.ALL, Set.of())));
        }
        return applications;
    }

    private Optional<Section> section(Node.Mapping parent, String prefix, String key) throws ConfigurationException {
        Optional<Node.Entry> entry = given(parent, key);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        Optional<Node.Mapping> mapping = entry.get().value().mapping();
        if (mapping.isEmpty()) {
            throw at(entry.get(), prefix + key, "must be an object");
        }
        return Optional.of(new Section(file, prefix + key, mapping.get()));
    }

    private void requireKnown(Node.Mapping mapping, String prefix, List<String> known) throws ConfigurationException {
        for (Node.Entry entry : mapping.entries()) {
            if (!known.contains(entry.key())) {
                throw at(
                        entry,
                        prefix + Printable.escaped(entry.key()),
                        "unknown setting" + Spelling.hint(entry.key(), known));
            }
        }
    }

    private static Optional<Node.Entry> given(Node.Mapping parent, String key) {
        return parent.find(key).filter(entry -> !entry.value().isBlank());
    }

    private ConfigurationException at(Node.Entry entry, String path, String problem) {
        return new ConfigurationException(file + ":" + entry.line() + ": " + path + ": " + problem);
    }

    /** An object of the file, and where it stands. */
    private record Section(String file, String path, Node.Mapping mapping) {

        Map<Setting<?>, Value> read(Catalogue catalogue, Set<String> others) throws ConfigurationException {
            return SectionReader.read(file, path, mapping, catalogue, others);
        }
    }
}
