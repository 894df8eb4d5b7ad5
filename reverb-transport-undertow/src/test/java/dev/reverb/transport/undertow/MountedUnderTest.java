package dev.reverb.transport.undertow;

import dev.reverb.spi.transport.Transport;
import dev.reverb.tck.transport.ClientLink;
import dev.reverb.tck.transport.SocketLink;
import dev.reverb.tck.transport.TransportUnderTest;
import io.undertow.server.handlers.BlockingHandler;
import java.io.IOException;

/** A host that runs already, with a handler of its own that blocks, behind ours. */
final class MountedUnderTest implements TransportUnderTest {

    private final MountedUndertow transport = UndertowTransport.mounted();
    private final TestHost host =
            new TestHost(transport.handler(new BlockingHandler(exchange -> exchange.setStatusCode(200))));

    static MountedUnderTest started() {
        return new MountedUnderTest();
    }

    @Override
    public Transport transport() {
        return transport;
    }

    @Override
    public ClientLink open() throws IOException {
        return SocketLink.plain(host.port());
    }

    @Override
    public void close() {
        host.close();
    }
}
