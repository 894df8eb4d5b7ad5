package dev.reverb.tck.transport;

import org.junit.jupiter.api.Nested;

/**
 * What every transport must do with WebSocket connections; a JUnit class to extend:
 *
 * <pre>{@code
 * class MyTransportKitIT extends WebSocketTransportKit {
 *     @Override
 *     protected TransportUnderTest create() {
 *         return new MyTransportUnderTest();
 *     }
 * }
 * }</pre>
 *
 * <p>It plays the engine itself, and the clients byte by byte; nothing of the Pusher protocol is in it.
 */
public abstract class WebSocketTransportKit {

    /** For subclasses. */
    protected WebSocketTransportKit() {}

    /**
     * Makes what is to be tested; called before every test.
     *
     * @return a transport that has not started, on a port of its own if it has one
     * @throws Exception where that fails; it fails the test
     */
    protected abstract TransportUnderTest create() throws Exception;

    @Nested
    final class Opening extends OpeningCases {
        Opening() {
            super(WebSocketTransportKit.this::create);
        }
    }

    @Nested
    final class UpgradeRequests extends UpgradeRequestCases {
        UpgradeRequests() {
            super(WebSocketTransportKit.this::create);
        }
    }

    @Nested
    final class Messages extends MessageCases {
        Messages() {
            super(WebSocketTransportKit.this::create);
        }
    }

    @Nested
    final class Fragments extends FragmentCases {
        Fragments() {
            super(WebSocketTransportKit.this::create);
        }
    }

    @Nested
    final class Limits extends LimitCases {
        Limits() {
            super(WebSocketTransportKit.this::create);
        }
    }

    @Nested
    final class Violations extends ViolationCases {
        Violations() {
            super(WebSocketTransportKit.this::create);
        }
    }

    @Nested
    final class Compression extends CompressionCases {
        Compression() {
            super(WebSocketTransportKit.this::create);
        }
    }

    @Nested
    final class Closing extends ClosingCases {
        Closing() {
            super(WebSocketTransportKit.this::create);
        }
    }

    @Nested
    final class Vanishing extends VanishingCases {
        Vanishing() {
            super(WebSocketTransportKit.this::create);
        }
    }

    @Nested
    final class Races extends RaceCases {
        Races() {
            super(WebSocketTransportKit.this::create);
        }
    }

    @Nested
    final class Sharing extends SharingCases {
        Sharing() {
            super(WebSocketTransportKit.this::create);
        }
    }

    @Nested
    final class Flow extends FlowCases {
        Flow() {
            super(WebSocketTransportKit.this::create);
        }
    }

    @Nested
    final class SlowReaders extends SlowReaderCases {
        SlowReaders() {
            super(WebSocketTransportKit.this::create);
        }
    }

    @Nested
    final class ManyConnections extends ManyConnectionCases {
        ManyConnections() {
            super(WebSocketTransportKit.this::create);
        }
    }

    @Nested
    final class Lanes extends LaneCases {
        Lanes() {
            super(WebSocketTransportKit.this::create);
        }
    }
}
