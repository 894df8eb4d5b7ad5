package dev.reverb.server.clients;

import dev.reverb.server.SelfSigned;
import dev.reverb.transport.jetty.JettyTransport;
import dev.reverb.transport.undertow.UndertowTransport;
import org.jspecify.annotations.Nullable;

/** The ways to serve that clients are tried on. */
enum ServerTransport {
    /** A server of Reverb's own. */
    JETTY {
        @Override
        Host on(int port, @Nullable SelfSigned certificate) {
            JettyTransport plain = JettyTransport.on(ADDRESS, port);
            return Host.none(certificate == null ? plain : plain.withTls(certificate.certificate()));
        }
    },

    /** A server of Reverb's own. */
    UNDERTOW {
        @Override
        Host on(int port, @Nullable SelfSigned certificate) {
            UndertowTransport plain = UndertowTransport.on(ADDRESS, port);
            return Host.none(certificate == null ? plain : plain.withTls(certificate.certificate()));
        }
    },

    /** Mounted into a Tomcat, as into any Jakarta container. */
    TOMCAT {
        @Override
        Host on(int port, @Nullable SelfSigned certificate) {
            return new TomcatHost(port, certificate);
        }
    },

    /** Mounted into a Jetty server with pages of its own, which speaks HTTP/2 where it speaks TLS. */
    JETTY_MOUNTED {
        @Override
        Host on(int port, @Nullable SelfSigned certificate) {
            return new JettyHost(port, certificate);
        }
    },

    /** Mounted into an Undertow server with pages of its own. */
    UNDERTOW_MOUNTED {
        @Override
        Host on(int port, @Nullable SelfSigned certificate) {
            return new UndertowHost(port, certificate);
        }
    };

    static final String ADDRESS = "127.0.0.1";

    /**
     * Something that will listen on the loopback address.
     *
     * @param port the TCP port, or 0 for any free one
     * @param certificate what it identifies itself with, for TLS only; null for none
     */
    abstract Host on(int port, @Nullable SelfSigned certificate);
}
