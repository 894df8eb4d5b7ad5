package dev.reverb.tck.transport;

import dev.reverb.spi.transport.Transport;
import java.io.IOException;
import org.junit.jupiter.api.Nested;

/** The kit over real sockets, on the simplest transport there can be. */
class ThreadTransportKitTest {

    private static TransportUnderTest underTest(boolean framesItself) {
        return new TransportUnderTest() {
            private ThreadTransport transport = new ThreadTransport(0);

            @Override
            public Transport transport() {
                return transport;
            }

            @Override
            public ClientLink open() throws IOException {
                return SocketLink.plain(transport.port());
            }

            @Override
            public Transport successor() {
                transport = new ThreadTransport(transport.port());
                return transport;
            }

            @Override
            public boolean framesItself() {
                return framesItself;
            }

            @Override
            public boolean compresses() {
                return false;
            }
        };
    }

    @Nested
    class WebSockets extends WebSocketTransportKit {
        @Override
        protected TransportUnderTest create() {
            return underTest(true);
        }
    }

    @Nested
    class Http extends HttpTransportKit {
        @Override
        protected TransportUnderTest create() {
            return underTest(true);
        }
    }

    @Nested
    class Servers extends ServerTransportKit {
        @Override
        protected TransportUnderTest create() {
            return underTest(true);
        }
    }

    /** What is asked of a container is less: whoever does it all passes, too. */
    @Nested
    class WebSocketsAsIfOfAContainer extends WebSocketTransportKit {
        @Override
        protected TransportUnderTest create() {
            return underTest(false);
        }
    }
}
