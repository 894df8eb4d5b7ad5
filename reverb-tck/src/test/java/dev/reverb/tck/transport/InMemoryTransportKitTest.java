package dev.reverb.tck.transport;

import dev.reverb.tck.Framing;
import org.junit.jupiter.api.Nested;

/** The in-memory transport passes the kits it comes with: bytes, without TLS, and one message at a time, as if over TLS. */
class InMemoryTransportKitTest {

    @Nested
    class RawWebSockets extends WebSocketTransportKit {
        @Override
        protected TransportUnderTest create() {
            return new InMemoryUnderTest(Framing.RAW, false);
        }
    }

    @Nested
    class MessageWebSockets extends WebSocketTransportKit {
        @Override
        protected TransportUnderTest create() {
            return new InMemoryUnderTest(Framing.MESSAGES, true);
        }
    }

    @Nested
    class RawServers extends ServerTransportKit {
        @Override
        protected TransportUnderTest create() {
            return new InMemoryUnderTest(Framing.RAW, false);
        }
    }

    @Nested
    class MessageServers extends ServerTransportKit {
        @Override
        protected TransportUnderTest create() {
            return new InMemoryUnderTest(Framing.MESSAGES, true);
        }
    }
}
