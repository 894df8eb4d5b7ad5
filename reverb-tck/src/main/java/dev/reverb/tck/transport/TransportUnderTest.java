package dev.reverb.tck.transport;

import dev.reverb.spi.transport.Transport;
import java.io.IOException;

/** What a transport's author gives to the {@linkplain WebSocketTransportKit kit}: the transport, and a way to reach it. */
public interface TransportUnderTest extends AutoCloseable {

    /**
     * The transport. The kit starts it once and stops it once.
     *
     * @return the same one every time
     */
    Transport transport();

    /**
     * Opens a client's connection to the transport, which has started.
     *
     * @return a new connection, on which nothing has been said
     * @throws IOException where it is refused
     */
    ClientLink open() throws IOException;

    /**
     * Whether clients reach the transport over TLS.
     *
     * @return what requests must say of themselves
     */
    default boolean isSecure() {
        return false;
    }

    /** Lets the transport go on, where it does not do so by itself. Called again and again while the kit waits. */
    default void turn() {}

    /**
     * Ends what the transport was mounted into, if anything.
     *
     * @throws IOException where that fails; it fails the test
     */
    @Override
    default void close() throws IOException {}
}
