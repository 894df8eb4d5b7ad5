package dev.reverb.tck.transport;

import dev.reverb.spi.transport.Transport;
import java.io.IOException;
import org.junit.jupiter.api.Nested;

/** The kit over real sockets, on the simplest transport there can be. */
class ThreadTransportKitTest {

    private static TransportUnderTest underTest() {
        ThreadTransport transport = new ThreadTransport();
        return new TransportUnderTest() {
            @Override
            public Transport transport() {
                return transport;
            }

            @Override
            public ClientLink open() throws IOException {
                return SocketLink.plain(transport.port());
            }
        };
    }

    @Nested
    class WebSockets extends WebSocketTransportKit {
        @Override
        protected TransportUnderTest create() {
            return underTest();
        }
    }

    @Nested
    class Http extends HttpTransportKit {
        @Override
        protected TransportUnderTest create() {
            return underTest();
        }
    }
}
