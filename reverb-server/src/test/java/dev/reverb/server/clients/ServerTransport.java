package dev.reverb.server.clients;

import dev.reverb.spi.transport.TlsCertificate;
import dev.reverb.spi.transport.Transport;
import dev.reverb.transport.jetty.JettyTransport;

/** The transports that every client is tried on: each test class runs once for each. */
enum ServerTransport {
    JETTY {
        @Override
        Transport on(int port) {
            return JettyTransport.on(HOST, port);
        }

        @Override
        Transport secureOn(int port, TlsCertificate certificate) {
            return JettyTransport.on(HOST, port).withTls(certificate);
        }
    };

    static final String HOST = "127.0.0.1";

    /** A transport that listens on the loopback address. */
    abstract Transport on(int port);

    /** The same over TLS only. */
    abstract Transport secureOn(int port, TlsCertificate certificate);
}
