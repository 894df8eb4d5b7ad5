package dev.reverb.server.config;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Decides whether the server speaks TLS, and with which certificate:
 *
 * <ol>
 *   <li>the files of {@code tls.local_cert} and {@code tls.local_pk}, or of {@code tls.keystore};
 *   <li>else, where {@code hostname} is set and {@code tls} is not off, the certificate that Laravel Herd or Valet has made
 *       for it;
 *   <li>else none, which is an error where {@code tls} is on.
 * </ol>
 */
public final class CertificateFinder {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");

    private final Configuration configuration;
    private final Path directory;
    private final Path home;

    /**
     * Looks for the certificate of one start.
     *
     * @param configuration the settings
     * @param directory what relative paths are relative to
     * @param home the user's own directory, where Herd and Valet keep theirs
     */
    public CertificateFinder(Configuration configuration, Path directory, Path home) {
        this.configuration = configuration;
        this.directory = directory;
        this.home = home;
    }

    /**
     * Finds it.
     *
     * @return the certificate, or empty for a server without TLS
     * @throws ConfigurationException where a file cannot be read, settings contradict each other, or TLS is on and there is
     *     no certificate
     */
    public Optional<Certificate> find() throws ConfigurationException {
        Optional<String> chain = configuration.find(ServerSettings.TLS_CERTIFICATE);
        Optional<String> keyStore = configuration.find(ServerSettings.TLS_KEYSTORE);
        if (chain.isPresent() && keyStore.isPresent()) {
            throw new ConfigurationException(configuration.origin(ServerSettings.TLS_KEYSTORE)
                    + ": give either a keystore or " + ServerSettings.TLS_CERTIFICATE.name());
        }
        if (chain.isEmpty() && configuration.find(ServerSettings.TLS_KEY).isPresent()) {
            throw new ConfigurationException(configuration.origin(ServerSettings.TLS_KEY)
                    + ": a private key without its certificate; set " + ServerSettings.TLS_CERTIFICATE.name() + " too");
        }
        if (chain.isPresent()) {
            return Optional.of(pem());
        }
        if (keyStore.isPresent()) {
            return Optional.of(
                    new Certificate.KeyStore(file(ServerSettings.TLS_KEYSTORE, keyStore.get()), passphrase()));
        }
        Optional<Boolean> tls = configuration.find(ServerSettings.TLS);
        Optional<Certificate> local = tls.equals(Optional.of(false)) ? Optional.empty() : ofHostname();
        if (local.isEmpty() && tls.orElse(false)) {
            throw missing();
        }
        return local;
    }

    private Certificate pem() throws ConfigurationException {
        Path chain = file(
                ServerSettings.TLS_CERTIFICATE,
                configuration.find(ServerSettings.TLS_CERTIFICATE).orElseThrow());
        Optional<String> key = configuration.find(ServerSettings.TLS_KEY);
        return new Certificate.Pem(
                chain, key.isPresent() ? file(ServerSettings.TLS_KEY, key.get()) : chain, passphrase());
    }

    private Optional<String> passphrase() {
        return configuration.find(ServerSettings.TLS_PASSPHRASE);
    }

    private Path file(Setting<String> setting, String written) throws ConfigurationException {
        Path path = directory.resolve(written);
        requireReadable(configuration.origin(setting), path);
        return path;
    }

    /**
     * Checks that a file is there and may be read.
     *
     * @throws ConfigurationException where it is not; its message begins with the origin
     */
    static void requireReadable(String origin, Path path) throws ConfigurationException {
        try {
            if (Files.isDirectory(path)) {
                throw new ConfigurationException(origin + ": " + path + " cannot be read: it is a directory");
            }
            Files.newInputStream(path).close();
        } catch (IOException unreadable) {
            throw new ConfigurationException(origin + ": " + path + " cannot be read: " + Reasons.of(unreadable));
        }
    }

    private Optional<Certificate> ofHostname() throws ConfigurationException {
        Optional<String> host = configuration.find(ServerSettings.HOSTNAME).flatMap(CertificateFinder::host);
        if (host.isEmpty()) {
            return Optional.empty();
        }
        for (Path certificates : certificateDirectories(home)) {
            Path chain = certificates.resolve(host.get() + ".crt");
            Path key = certificates.resolve(host.get() + ".key");
            if (Files.exists(chain) && Files.exists(key)) {
                requireReadable(configuration.origin(ServerSettings.HOSTNAME), chain);
                requireReadable(configuration.origin(ServerSettings.HOSTNAME), key);
                return Optional.of(new Certificate.Pem(chain, key, Optional.empty()));
            }
        }
        return Optional.empty();
    }

    /** Herd on macOS and Windows, Valet on macOS, Valet on Linux. */
    private static List<Path> certificateDirectories(Path home) {
        return List.of(
                home.resolve(Path.of("Library", "Application Support", "Herd", "config", "valet", "Certificates")),
                home.resolve(Path.of(".config", "herd", "config", "valet", "Certificates")),
                home.resolve(Path.of(".config", "valet", "Certificates")),
                home.resolve(Path.of(".valet", "Certificates")));
    }

    /**
     * The host in a host name or URL; it becomes part of a file name, so it may be nothing else.
     *
     * @param hostname the setting
     * @return the host, or empty where there is none that a file could be named after
     */
    public static Optional<String> host(String hostname) {
        String host = hostname;
        if (hostname.contains("://")) {
            try {
                host = Optional.ofNullable(URI.create(hostname).getHost()).orElse("");
            } catch (IllegalArgumentException notAUrl) {
                return Optional.empty();
            }
        }
        return Optional.of(host).filter(HOST.asMatchPredicate()).filter(name -> !name.contains(".."));
    }

    private ConfigurationException missing() {
        String looked = configuration
                .find(ServerSettings.HOSTNAME)
                .map(name -> ", and Herd and Valet have none for " + Printable.quoted(name))
                .orElse("");
        return new ConfigurationException(configuration.origin(ServerSettings.TLS)
                + ": TLS needs a certificate" + looked + ": set " + ServerSettings.TLS_CERTIFICATE.name() + " ("
                + ServerSettings.TLS_CERTIFICATE.variable().orElseThrow() + ") or "
                + ServerSettings.TLS_KEYSTORE.name() + " ("
                + ServerSettings.TLS_KEYSTORE.variable().orElseThrow() + ")");
    }
}
