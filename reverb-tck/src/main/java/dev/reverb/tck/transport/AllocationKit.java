package dev.reverb.tck.transport;

import org.junit.jupiter.api.Nested;

/**
 * A real server on a transport that sees the frames itself, and what its lanes allocate: not more for more subscribers. A
 * JUnit class to extend, as {@link WebSocketTransportKit}. For plain TCP; layers of TLS may allocate for each write.
 */
public abstract class AllocationKit {

    /** For subclasses. */
    protected AllocationKit() {}

    /**
     * Makes what is to be tested; called before every test.
     *
     * @return a transport that has not started, on a port of its own if it has one
     * @throws Exception where that fails; it fails the test
     */
    protected abstract TransportUnderTest create() throws Exception;

    @Nested
    final class FanOut extends AllocationCases {
        FanOut() {
            super(AllocationKit.this::create);
        }
    }
}
