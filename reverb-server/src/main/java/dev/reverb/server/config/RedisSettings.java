package dev.reverb.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The Redis that joins this server to others, as all settings of {@link ScalingSettings} say together. Immutable. */
public final class RedisSettings {

    private final Values values;
    private final RedisLocation location;

    private RedisSettings(Values values, RedisLocation location) {
        this.values = values;
        this.location = location;
    }

    /**
     * What the settings say, by Laravel's rule: the URL wins over the others in what it says.
     *
     * @throws ConfigurationException where a value is wrong, or does not go with another
     */
    static RedisSettings of(Values values) throws ConfigurationException {
        values.check(ScalingSettings.ALL, new ArrayList<>());
        RedisSettings settings = new RedisSettings(values, RedisLocation.of(values));
        settings.checkThatTheyGoTogether();
        return settings;
    }

    /** What would be left out without a word is refused: who sets it believes that it protects, or keeps apart. */
    private void checkThatTheyGoTogether() throws ConfigurationException {
        if (username().isPresent() && password().isEmpty()) {
            throw values.wrong(ScalingSettings.USERNAME, "needs a password too");
        }
        if (values.find(ScalingSettings.CAFILE).isPresent() && !location.isEncrypted()) {
            throw values.wrong(
                    ScalingSettings.CAFILE,
                    "Redis is spoken to without TLS; set " + ScalingSettings.SCHEME.name()
                            + " to tls, or begin the URL with rediss://");
        }
        if (!location.isOfSentinels()) {
            for (Setting<String> setting :
                    List.of(ScalingSettings.SENTINEL_MASTER, ScalingSettings.SENTINEL_PASSWORD)) {
                if (values.find(setting).isPresent()) {
                    throw values.wrong(
                            setting, "there are no Sentinels; set " + ScalingSettings.SENTINELS.name() + " too");
                }
            }
        }
        if (location.isCluster() && values.get(ScalingSettings.DATABASE) != 0) {
            throw values.wrong(ScalingSettings.DATABASE, "must be 0, since a Redis Cluster has no other");
        }
    }

    /** All of them. */
    Values values() {
        return values;
    }

    /**
     * A setting that has a default.
     *
     * @param setting one of the public ones of {@link ScalingSettings}
     * @param <T> the type of its value
     * @return its value
     */
    public <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow(() -> new IllegalStateException(setting + " has no default"));
    }

    private <T> Optional<T> find(Setting<T> setting) {
        try {
            return values.find(setting);
        } catch (ConfigurationException checkedBefore) {
            throw new IllegalStateException(checkedBefore);
        }
    }

    /**
     * Where its address comes from.
     *
     * @return what a message about the address begins with
     */
    public String origin() {
        return location.origin();
    }

    /**
     * Where it is.
     *
     * @return one URL, or some servers of a Redis Cluster; may have a password
     */
    public List<String> urls() {
        return location.urls();
    }

    /**
     * Whether it is a Redis Cluster.
     *
     * @return false for one server, and for one that Sentinels name
     */
    public boolean isCluster() {
        return location.isCluster();
    }

    /**
     * Who logs in, in place of what the URL says.
     *
     * @return the ACL user; empty where it is the default user or the URL has credentials
     */
    public Optional<String> username() {
        return find(ScalingSettings.USERNAME).filter(name -> !location.hasCredentials());
    }

    /**
     * The password, in place of what the URL says.
     *
     * @return the password; empty where there is none or the URL has credentials
     */
    public Optional<String> password() {
        return find(ScalingSettings.PASSWORD).filter(secret -> !location.hasCredentials());
    }

    /**
     * What the Sentinels themselves ask for.
     *
     * @return their password
     */
    public Optional<String> sentinelPassword() {
        return find(ScalingSettings.SENTINEL_PASSWORD);
    }

    /**
     * Which database, in place of what the URL says.
     *
     * @return its number; empty where the URL says it, and for a Redis Cluster
     */
    public Optional<Integer> database() {
        return location.isCluster() || location.hasDatabase() ? Optional.empty() : find(ScalingSettings.DATABASE);
    }

    /**
     * Who may have signed Redis's certificate, where it is not the JVM that says so.
     *
     * @param directory what a relative path is relative to
     * @return a PEM file
     * @throws ConfigurationException where it cannot be read
     */
    public Optional<Path> trustedCertificates(Path directory) throws ConfigurationException {
        Optional<Path> file = find(ScalingSettings.CAFILE).map(directory::resolve);
        if (file.isPresent()) {
            CertificateFinder.requireReadable(values.originOrName(ScalingSettings.CAFILE), file.get());
        }
        return file;
    }

    /**
     * Where it is, for people to read.
     *
     * @return host and port, nothing secret; several are separated by commas
     */
    public String address() {
        return location.address();
    }

    /** Nothing secret. */
    @Override
    public String toString() {
        return "RedisSettings[" + address() + "]";
    }
}
