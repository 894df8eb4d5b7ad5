package dev.reverb.tck.transport;

import dev.reverb.tck.Framing;
import org.junit.jupiter.api.Nested;

/** The in-memory transport passes the kits it comes with: one message at a time, as if over TLS. */
class MessagesInMemoryTransportKitTest {

    private static TransportUnderTest underTest() {
        return new InMemoryUnderTest(Framing.MESSAGES, true);
    }

    @Nested
    class WebSockets extends WebSocketTransportKit {
        @Override
        protected TransportUnderTest create() {
            return underTest();
        }
    }

    @Nested
    class Servers extends ServerTransportKit {
        @Override
        protected TransportUnderTest create() {
            return underTest();
        }
    }
}
