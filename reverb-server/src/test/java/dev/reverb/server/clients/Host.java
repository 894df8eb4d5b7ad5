package dev.reverb.server.clients;

import dev.reverb.spi.transport.Transport;
import java.util.Set;

/** What listens for a server of a test: its own transport, or another server that its transport is mounted into. */
interface Host extends AutoCloseable {

    /** The page at {@code /} of every server that hosts Reverb: its own, which Reverb must leave to it. */
    String OWN_PAGE = "<!doctype html><title>Host</title><link rel=\"icon\" href=\"data:,\"><p>The host's page";

    /** What the server is to be built with. */
    Transport transport();

    /** Begins to listen where the transport does not do so by itself; to be called once the server has started. */
    void start() throws Exception;

    /** The TCP port, once {@link #start} has been called. */
    int port();

    /** The versions of HTTP in which clients have asked for something below {@code /app/}, such as {@code HTTP/1.1}. */
    Set<String> versionsOfUpgrades();

    /** Stops listening; to be called after the server has been closed. */
    @Override
    void close();

    /** A transport that needs no host. */
    static Host none(Transport transport) {
        return new Host() {
            @Override
            public Transport transport() {
                return transport;
            }

            @Override
            public void start() {}

            @Override
            public int port() {
                return transport.port();
            }

            @Override
            public Set<String> versionsOfUpgrades() {
                throw new UnsupportedOperationException("Nobody looks at the requests of " + transport);
            }

            @Override
            public void close() {}
        };
    }
}
