package dev.reverb.tck.transport;

import dev.reverb.tck.Framing;
import org.junit.jupiter.api.Nested;

/** The in-memory transport passes the kits it comes with: bytes, without TLS. */
class RawInMemoryTransportKitTest {

    private static TransportUnderTest underTest() {
        return new InMemoryUnderTest(Framing.RAW, false);
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
