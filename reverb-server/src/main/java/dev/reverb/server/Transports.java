package dev.reverb.server;

import dev.reverb.server.config.Certificate;
import dev.reverb.server.config.Configuration;
import dev.reverb.server.config.ConfigurationException;
import dev.reverb.server.config.Printable;
import dev.reverb.server.config.ServerSettings;
import dev.reverb.spi.transport.TlsCertificate;
import dev.reverb.spi.transport.Transport;
import dev.reverb.transport.jetty.JettyTransport;
import dev.reverb.transport.undertow.UndertowTransport;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** The transports that {@code --transport} can name. A further one is one more line in {@link #all}. */
final class Transports {

    /** Makes one transport. */
    @FunctionalInterface
    interface Factory {

        /**
         * Makes a transport that does not listen yet.
         *
         * @param host the address to listen on
         * @param port the TCP port, or 0 for any free one
         * @param certificate the certificate, for one that speaks TLS only
         * @return the transport
         */
        Transport create(String host, int port, Optional<Certificate> certificate);
    }

    private final Map<String, Factory> factories;

    Transports(Map<String, Factory> factories) {
        this.factories = new TreeMap<>(factories);
    }

    /** Those that this program brings along. */
    static Transports all() {
        return new Transports(Map.of(
                "jetty", factory(JettyTransport::on, JettyTransport::withTls),
                "undertow", factory(UndertowTransport::on, UndertowTransport::withTls)));
    }

    private static <T extends Transport> Factory factory(
            BiFunction<String, Integer, T> on, BiFunction<T, TlsCertificate, T> withTls) {
        return (host, port, certificate) -> {
            T plain = on.apply(host, port);
            return certificate
                    .map(Transports::material)
                    .map(material -> withTls.apply(plain, material))
                    .orElse(plain);
        };
    }

    /** What a certificate is to a transport; its files are read when the transport starts. */
    private static TlsCertificate material(Certificate certificate) {
        if (certificate instanceof Certificate.Pem pem) {
            return pem.passphrase()
                    .map(passphrase -> TlsCertificate.pem(pem.chain(), pem.key(), passphrase.toCharArray()))
                    .orElseGet(() -> TlsCertificate.pem(pem.chain(), pem.key()));
        }
        Certificate.KeyStore keyStore = (Certificate.KeyStore) certificate;
        return TlsCertificate.keyStore(
                keyStore.file(), keyStore.passphrase().orElse("").toCharArray());
    }

    /**
     * Makes the transport that is configured.
     *
     * @param configuration the settings
     * @param certificate the certificate, or empty without TLS
     * @return the transport
     * @throws ConfigurationException where there is none of that name
     */
    Transport create(Configuration configuration, Optional<Certificate> certificate) throws ConfigurationException {
        String name = configuration.get(ServerSettings.TRANSPORT);
        Factory factory = factories.get(name);
        if (factory == null) {
            throw new ConfigurationException(configuration.origin(ServerSettings.TRANSPORT) + ": there is no transport "
                    + Printable.quoted(name) + "; there is " + String.join(", ", factories.keySet()));
        }
        return factory.create(
                configuration.get(ServerSettings.HOST), configuration.get(ServerSettings.PORT), certificate);
    }
}
