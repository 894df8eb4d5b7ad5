package dev.reverb.server;

import dev.reverb.server.config.Certificate;
import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.ServerEndpoint;
import dev.reverb.spi.transport.Transport;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A transport without a network: it remembers what it was made with, and can fail to start. */
final class FakeTransport implements Transport {

    static final int FREE_PORT = 4711;

    Optional<Certificate> certificate = Optional.empty();
    Optional<IOException> failure = Optional.empty();
    Optional<ServerEndpoint> endpoint = Optional.empty();
    String host = "";
    private int port = -1;
    boolean stopped;

    /** A choice of this one under the names "fake" and "jetty". */
    Transports asChoice() {
        Transports.Factory factory = (newHost, newPort, newCertificate) -> {
            host = newHost;
            port = newPort == 0 ? FREE_PORT : newPort;
            certificate = newCertificate;
            return this;
        };
        return new Transports(Map.of("fake", factory, "jetty", factory));
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public void start(ServerEndpoint newEndpoint) throws IOException {
        if (failure.isPresent()) {
            throw failure.get();
        }
        endpoint = Optional.of(newEndpoint);
    }

    @Override
    public List<Lane> lanes() {
        return List.of();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void stopAccepting() {}

    @Override
    public void stop() {
        stopped = true;
    }
}
