package dev.reverb.examples.nio;

import dev.reverb.tck.transport.ClientLink;
import dev.reverb.tck.transport.SocketLink;
import dev.reverb.tck.transport.TransportUnderTest;
import java.io.IOException;

// [under-test]
/** The transport on a free port of the loopback address, and a way to reach it. */
record NioUnderTest(NioTransport transport) implements TransportUnderTest {

    NioUnderTest() {
        this(new NioTransport("127.0.0.1", 0));
    }

    @Override
    public ClientLink open() throws IOException {
        return SocketLink.plain(transport.port());
    }
}
// [under-test]
