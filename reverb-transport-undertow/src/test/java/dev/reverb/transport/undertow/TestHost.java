package dev.reverb.transport.undertow;

import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import java.net.InetSocketAddress;
import java.util.function.UnaryOperator;

/** An Undertow server of an application, on any free port, with two I/O threads. */
final class TestHost implements AutoCloseable {

    private final Undertow undertow;
    private final int port;

    TestHost(HttpHandler handler) {
        this(handler, builder -> builder.addHttpListener(0, "127.0.0.1"));
    }

    TestHost(HttpHandler handler, UnaryOperator<Undertow.Builder> options) {
        undertow = options.apply(
                        Undertow.builder().setIoThreads(2).setWorkerThreads(4).setHandler(handler))
                .build();
        undertow.start();
        port = ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
    }

    int port() {
        return port;
    }

    String uri(String scheme, String path) {
        return scheme + "://localhost:" + port + path;
    }

    /** How many connections it thinks that it has; to be enabled. */
    long connections() {
        return undertow.getListenerInfo().get(0).getConnectorStatistics().getActiveConnections();
    }

    /** Stops it; again does nothing. */
    @Override
    public void close() {
        undertow.stop();
    }
}
