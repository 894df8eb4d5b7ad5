package dev.reverb.tck.transport;

import org.junit.jupiter.api.Nested;

/**
 * A real server on a transport: clients that speak the Pusher protocol, and its HTTP API, over real links. A JUnit class to
 * extend, as {@link WebSocketTransportKit}. It shows that the parts fit together; what each must do by itself is for the
 * other two kits to say, which a transport should pass first.
 */
public abstract class ServerTransportKit {

    /** For subclasses. */
    protected ServerTransportKit() {}

    /**
     * Makes what is to be tested; called before every test.
     *
     * @return a transport that has not started, on a port of its own if it has one
     * @throws Exception where that fails; it fails the test
     */
    protected abstract TransportUnderTest create() throws Exception;

    @Nested
    final class Clients extends ServerClientCases {
        Clients() {
            super(ServerTransportKit.this::create);
        }
    }

    @Nested
    final class Presence extends ServerPresenceCases {
        Presence() {
            super(ServerTransportKit.this::create);
        }
    }

    @Nested
    final class Api extends ServerApiCases {
        Api() {
            super(ServerTransportKit.this::create);
        }
    }

    @Nested
    final class Routes extends ServerRouteCases {
        Routes() {
            super(ServerTransportKit.this::create);
        }
    }

    @Nested
    final class Delivery extends ServerDeliveryCases {
        Delivery() {
            super(ServerTransportKit.this::create);
        }
    }

    @Nested
    final class Listeners extends ServerListenerCases {
        Listeners() {
            super(ServerTransportKit.this::create);
        }
    }

    @Nested
    final class Compression extends ServerCompressionCases {
        Compression() {
            super(ServerTransportKit.this::create);
        }
    }

    @Nested
    final class Shutdown extends ServerShutdownCases {
        Shutdown() {
            super(ServerTransportKit.this::create);
        }
    }
}
