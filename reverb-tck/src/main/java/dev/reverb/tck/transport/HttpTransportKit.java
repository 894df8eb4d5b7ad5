package dev.reverb.tck.transport;

import org.junit.jupiter.api.Nested;

/**
 * What every transport with sockets must do with HTTP requests; a JUnit class to extend, as {@link WebSocketTransportKit}.
 * The transport's server should serve nothing else at the paths that begin with {@code /kit}.
 */
public abstract class HttpTransportKit {

    /** For subclasses. */
    protected HttpTransportKit() {}

    /**
     * Makes what is to be tested; called before every test.
     *
     * @return a transport that has not started, on a port of its own if it has one
     * @throws Exception where that fails; it fails the test
     */
    protected abstract TransportUnderTest create() throws Exception;

    @Nested
    final class Requests extends RequestCases {
        Requests() {
            super(HttpTransportKit.this::create);
        }
    }

    @Nested
    final class Targets extends TargetCases {
        Targets() {
            super(HttpTransportKit.this::create);
        }
    }

    @Nested
    final class KeptConnections extends KeptConnectionCases {
        KeptConnections() {
            super(HttpTransportKit.this::create);
        }
    }

    @Nested
    final class MalformedRequests extends MalformedRequestCases {
        MalformedRequests() {
            super(HttpTransportKit.this::create);
        }
    }

    @Nested
    final class ManyRequests extends ManyRequestCases {
        ManyRequests() {
            super(HttpTransportKit.this::create);
        }
    }

    @Nested
    final class RefusedBodies extends RefusedBodyCases {
        RefusedBodies() {
            super(HttpTransportKit.this::create);
        }
    }

    @Nested
    final class Bodies extends BodyCases {
        Bodies() {
            super(HttpTransportKit.this::create);
        }
    }
}
