package dev.reverb.tck.transport;

import dev.reverb.tck.Framing;

/** The in-memory transport passes the kit it comes with: one message at a time, as if over TLS. */
class MessagesInMemoryTransportKitTest extends WebSocketTransportKit {

    @Override
    protected TransportUnderTest create() {
        return new InMemoryUnderTest(Framing.MESSAGES, true);
    }
}
