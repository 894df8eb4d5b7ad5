package dev.reverb.tck.transport;

import dev.reverb.tck.Framing;

/** The in-memory transport passes the kit it comes with: bytes, without TLS. */
class RawInMemoryTransportKitTest extends WebSocketTransportKit {

    @Override
    protected TransportUnderTest create() {
        return new InMemoryUnderTest(Framing.RAW, false);
    }
}
