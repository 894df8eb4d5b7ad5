package dev.reverb.server;

import dev.reverb.server.config.Certificate;
import dev.reverb.server.config.Configuration;
import dev.reverb.server.config.ConfigurationException;
import dev.reverb.server.config.Printable;
import dev.reverb.server.config.ServerSettings;
import dev.reverb.spi.transport.Transport;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
         * @throws IOException where the certificate cannot be used; the message says why
         */
        Transport create(String host, int port, Optional<Certificate> certificate) throws IOException;
    }

    private final Map<String, Factory> factories;

    Transports(Map<String, Factory> factories) {
        this.factories = new TreeMap<>(factories);
    }

    /** Those that this program brings along. */
    static Transports all() {
        return new Transports(Map.of());
    }

    /**
     * Makes the transport that is configured.
     *
     * @param configuration the settings
     * @param certificate the certificate, or empty without TLS
     * @return the transport
     * @throws ConfigurationException where there is none of that name, or the certificate cannot be used
     */
    Transport create(Configuration configuration, Optional<Certificate> certificate) throws ConfigurationException {
        String name = configuration.get(ServerSettings.TRANSPORT);
        Factory factory = factories.get(name);
        if (factory == null) {
            throw new ConfigurationException(configuration.origin(ServerSettings.TRANSPORT) + ": there is no transport "
                    + Printable.quoted(name) + "; there is " + String.join(", ", factories.keySet()));
        }
        try {
            return factory.create(
                    configuration.get(ServerSettings.HOST), configuration.get(ServerSettings.PORT), certificate);
        } catch (IOException unusable) {
            throw new ConfigurationException(Printable.escaped(String.valueOf(unusable.getMessage())));
        }
    }
}
