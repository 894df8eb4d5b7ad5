package dev.reverb.server.config;

import dev.reverb.application.Application;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings that a start of the server goes by, all of them read and checked. Immutable. */
public final class Configuration {

    private final Values server;
    private final Optional<RedisSettings> scaling;
    private final Optional<TableSettings> table;
    private final List<Application> applications;
    private final ApplicationReader applicationReader;
    private final List<String> warnings;

    private Configuration(
            Values server,
            Optional<RedisSettings> scaling,
            Optional<TableSettings> table,
            List<Application> applications,
            ApplicationReader applicationReader,
            List<String> warnings) {
        this.server = server;
        this.scaling = scaling;
        this.table = table;
        this.applications = List.copyOf(applications);
        this.applicationReader = applicationReader;
        this.warnings = warnings.stream().distinct().toList();
    }

    /**
     * Reads all sources: the environment, over it the file, over it the options.
     *
     * @param environment the variables
     * @param file the file of {@code --config}
     * @param options what the command line gives, by setting
     * @return the settings
     * @throws ConfigurationException where one is wrong; its message is one line
     */
    public static Configuration load(
            EnvironmentVariables environment, Optional<Path> file, Map<Setting<?>, String> options)
            throws ConfigurationException {
        List<String> warnings = new ArrayList<>(environment.warnings());
        ConfigurationFile read = file.isPresent() ? ConfigurationFile.read(file.get()) : ConfigurationFile.EMPTY;
        warnings.addAll(read.warnings());

        Values server = new Values(environment.values(ServerSettings.ALL), read.server(), values(options));
        server.check(ServerSettings.ALL, warnings);
        warnOfTlsThatStaysOn(server, warnings);
        Optional<RedisSettings> scaling = scaling(environment, read);

        ApplicationReader reader = new ApplicationReader(environment.values(ApplicationSettings.ALL), warnings);
        Optional<TableSettings> table = table(environment, read);
        if (table.isPresent()) {
            requireNoApplications(environment, read, warnings);
            return new Configuration(server, scaling, table, List.of(), reader, warnings);
        }
        List<Application> applications = read.applications().isEmpty()
                ? reader.ofEnvironment().map(List::of).orElse(List.of())
                : reader.ofFile(read.applications());
        return new Configuration(server, scaling, table, applications, reader, warnings);
    }

    private static Optional<TableSettings> table(EnvironmentVariables environment, ConfigurationFile file)
            throws ConfigurationException {
        new Values(file.provider()).check(AppsSettings.ALL, new ArrayList<>());
        return TableSettings.of(new Values(environment.values(AppsSettings.ALL), file.provider()));
    }

    /** What would be left out: of a file it is a mistake; in a {@code .env} it is there for publishers, too. */
    private static void requireNoApplications(
            EnvironmentVariables environment, ConfigurationFile file, List<String> warnings)
            throws ConfigurationException {
        if (!file.applications().isEmpty()) {
            throw file.applications().get(0).place().wrong("the applications come from a database; leave these out");
        }
        if (environment.text("REVERB_APP_ID").isPresent()) {
            warnings.add("REVERB_APP_ID: does nothing, since the applications come from a database");
        }
    }

    private static Map<Setting<?>, Value> values(Map<Setting<?>, String> options) {
        Map<Setting<?>, Value> values = new LinkedHashMap<>();
        options.forEach((setting, text) -> values.put(setting, Value.of(text, "--" + setting.name())));
        return values;
    }

    private static void warnOfTlsThatStaysOn(Values server, List<String> warnings) throws ConfigurationException {
        Optional<String> certificate =
                server.origin(ServerSettings.TLS_CERTIFICATE).or(() -> server.origin(ServerSettings.TLS_KEYSTORE));
        if (certificate.isPresent() && server.find(ServerSettings.TLS).equals(Optional.of(false))) {
            warnings.add(server.originOrName(ServerSettings.TLS) + ": does not turn TLS off, since " + certificate.get()
                    + " names a certificate");
        }
    }

    /** {@code REDIS_*} variables belong to the whole machine: they are looked at only where scaling is on. */
    private static Optional<RedisSettings> scaling(EnvironmentVariables environment, ConfigurationFile file)
            throws ConfigurationException {
        Map<Setting<?>, Value> variables = environment.values(ScalingSettings.ALL);
        if (environment.text("REVERB_DRIVER").equals(Optional.of("redis"))) {
            variables.putIfAbsent(ScalingSettings.ENABLED, Value.of("true", "REVERB_DRIVER"));
        }
        new Values(file.scaling()).check(ScalingSettings.ALL, new ArrayList<>());
        Values scaling = new Values(variables, file.scaling());
        return scaling.get(ScalingSettings.ENABLED) ? Optional.of(RedisSettings.of(scaling)) : Optional.empty();
    }

    /**
     * A setting of the server that has a default.
     *
     * @param setting one of {@link ServerSettings}
     * @param <T> the type of its value
     * @return its value
     */
    public <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow(() -> new IllegalStateException(setting + " has no default"));
    }

    /**
     * A setting of the server.
     *
     * @param setting one of {@link ServerSettings}
     * @param <T> the type of its value
     * @return its value, or empty where it has neither a value nor a default
     */
    public <T> Optional<T> find(Setting<T> setting) {
        try {
            return server.find(setting);
        } catch (ConfigurationException checkedBefore) {
            throw new IllegalStateException(checkedBefore);
        }
    }

    /**
     * Where a setting of the server was given.
     *
     * @param setting one of {@link ServerSettings}
     * @return what a message about it begins with
     */
    public String origin(Setting<?> setting) {
        return server.originOrName(setting);
    }

    /**
     * The Redis that joins this server to others.
     *
     * @return how to reach it, or empty where scaling is off
     */
    public Optional<RedisSettings> scaling() {
        return scaling;
    }

    /**
     * The table that the applications come from.
     *
     * @return how to read it, or empty where they come from the settings
     */
    public Optional<TableSettings> table() {
        return table;
    }

    /**
     * What is different from another start of the server, but for the applications.
     *
     * @param other the settings of that start
     * @return the names of the settings, such as {@code server.port} or {@code scaling.channel}; never a value
     */
    public List<String> serverSettingsOtherThan(Configuration other) {
        List<String> names = new ArrayList<>();
        server.namesOfOthersThan(other.server, ServerSettings.ALL).forEach(name -> names.add("server." + name));
        if (scaling.isPresent() != other.scaling.isPresent()) {
            names.add("scaling." + ScalingSettings.ENABLED.name());
        } else if (scaling.isPresent()) {
            scaling.get()
                    .values()
                    .namesOfOthersThan(other.scaling.get().values(), ScalingSettings.ALL)
                    .forEach(name -> names.add("scaling." + name));
        }
        return names;
    }

    /**
     * The applications to serve.
     *
     * @return the applications; none where no source names one, and credentials have to be generated
     */
    public List<Application> applications() {
        return applications;
    }

    /**
     * The application of the environment, with credentials that were generated for it.
     *
     * @param id its id
     * @param key its key
     * @param secret its secret
     * @return the application, with the limits that the environment sets
     */
    public Application application(String id, String key, String secret) {
        try {
            return applicationReader.ofEnvironment(id, key, secret);
        } catch (ConfigurationException checkedBefore) {
            throw new IllegalStateException(checkedBefore);
        }
    }

    /**
     * What was accepted, and does nothing or looks like a mistake.
     *
     * @return lines for the person who starts the server
     */
    public List<String> warnings() {
        return warnings;
    }
}
