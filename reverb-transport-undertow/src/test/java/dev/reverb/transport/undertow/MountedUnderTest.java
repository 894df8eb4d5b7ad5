package dev.reverb.transport.undertow;

import dev.reverb.spi.transport.Transport;
import dev.reverb.tck.transport.ClientLink;
import dev.reverb.tck.transport.SocketLink;
import dev.reverb.tck.transport.TransportUnderTest;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.BlockingHandler;
import java.io.IOException;
import java.net.URI;

/** A host that runs already, with a handler of its own that blocks, behind ours. */
final class MountedUnderTest implements TransportUnderTest {

    private volatile MountedUndertow transport = UndertowTransport.mounted();
    private volatile HttpHandler mounted = inFront();
    private final TestHost host = new TestHost(exchange -> mounted.handleRequest(exchange));

    private HttpHandler inFront() {
        return transport.handler(new BlockingHandler(exchange -> exchange.setStatusCode(200)));
    }

    static MountedUnderTest started() {
        return new MountedUnderTest();
    }

    @Override
    public Transport transport() {
        return transport;
    }

    @Override
    public boolean isMounted() {
        return true;
    }

    @Override
    public Transport successor() {
        transport = UndertowTransport.mounted();
        mounted = inFront();
        return transport;
    }

    @Override
    public ClientLink open() throws IOException {
        return SocketLink.plain(host.port());
    }

    @Override
    public URI uri() {
        return URI.create("http://127.0.0.1:" + host.port());
    }

    @Override
    public void close() {
        host.close();
    }
}
