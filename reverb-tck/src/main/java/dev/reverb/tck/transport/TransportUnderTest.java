package dev.reverb.tck.transport;

import dev.reverb.spi.transport.Transport;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What a transport's author gives to the {@linkplain WebSocketTransportKit kits}: the transport, and a way to reach it. */
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
     * Where the JDK's HTTP client reaches the transport, which has started.
     *
     * @return such as {@code http://127.0.0.1:8080}, with {@code localhost} for TLS and its {@link TestCertificate}; null where
     *     there is no socket, then the cases with that client are skipped
     */
    default @Nullable URI uri() {
        return null;
    }

    /**
     * Whether clients reach the transport over TLS.
     *
     * @return what requests must say of themselves
     */
    default boolean isSecure() {
        return false;
    }

    /**
     * Whether the transport is mounted into a host, which goes on serving its own when the server has shut down, and which
     * all paths are left to that the server does not claim.
     *
     * @return false for a transport with a port of its own
     */
    default boolean isMounted() {
        return false;
    }

    /**
     * Another transport in place of the first, for a server that is started once the first has shut down: mounted into the
     * same host, or on the same port. From then on {@link #open} connects to it.
     *
     * @return a transport that has not started, or null where a second is no concern; then the case is skipped
     * @throws Exception where that fails; it fails the test
     */
    default @Nullable Transport successor() throws Exception {
        return null;
    }

    /**
     * Whether the transport sees the frames themselves. Where a container does the framing (Jakarta WebSocket), the kit
     * asks for what such a container can do, and of the client's side for all that RFC 6455 promises it:
     *
     * <ul>
     *   <li>Pings are answered by the container; neither {@code onPing} nor {@code onPong} need come for them.
     *   <li>Of a broken frame the client sees a Close with the right code, or simply the end. The handler may be told the
     *       violation before {@code onDisconnect}, or nothing. Binary messages still end with 1003, too large ones with
     *       1009.
     *   <li>A message may come to the client in fragments, which Tomcat makes of those over its buffer's size.
     *   <li>A message that is too large may be read on until it has passed the limit, whatever length was announced.
     *   <li>The client's Close is told by {@code onClose} where the container tells it.
     *   <li>A Close of the container's own may come before the end, and clients answer it at once.
     * </ul>
     *
     * @return false where a container does the framing
     */
    default boolean framesItself() {
        return true;
    }

    /**
     * Whether the transport negotiates compression by {@link dev.reverb.spi.websocket.WebSocketHandshake#extensions}, where the server
     * has it. One that does not is right, too, and says so here.
     *
     * @return whether it {@linkplain #framesItself frames itself}, by default
     */
    default boolean compresses() {
        return framesItself();
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
