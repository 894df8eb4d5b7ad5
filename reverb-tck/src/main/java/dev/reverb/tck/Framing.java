package dev.reverb.tck;

import dev.reverb.spi.transport.MessageConnection;
import dev.reverb.spi.transport.RawConnection;

/** How the server hands its frames to the {@link InMemoryTransport}. A test that runs with both covers every transport. */
public enum Framing {
    /** As bytes, several frames at once: the connections are {@link RawConnection}s. */
    RAW,
    /** One frame at a time: the connections are {@link MessageConnection}s. */
    MESSAGES
}
