package dev.reverb.spi.transport;

import java.io.IOException;
import java.util.List;

/**
 * A way for clients to reach the server: one that listens on its own port, or one that is mounted into a server which
 * the application already runs.
 *
 * <p>The engine calls {@link #start} once, then {@link #stopAccepting} and {@link #stop} once each, in this order and
 * from one thread at a time. One whose start has failed is not called again, and has nothing left open. A transport that is
 * proven right passes the transport kit of {@code reverb-tck}.
 */
public interface Transport {

    /**
     * The name by which logs and metrics call this transport, such as {@code jetty}.
     *
     * @return a short lower-case word
     */
    String name();

    /**
     * Begins to accept connections and requests for {@code endpoint}; a mounted transport begins to claim its paths.
     *
     * @param endpoint the engine's side, safe to call as soon as this method has been entered
     * @throws IOException when the address cannot be bound or a certificate cannot be read; the message says which
     */
    void start(ServerEndpoint endpoint) throws IOException;

    /**
     * The lanes of this transport's event loops, on which the engine then also runs channels. Asked once, at the
     * earliest when the first connection or request has arrived.
     *
     * @return the lanes, or an empty list where the transport has none (connections then use {@link
     *     ServerEndpoint#nextLane()})
     */
    List<Lane> lanes();

    /**
     * The local TCP port.
     *
     * @return the port, or -1 where the transport does not listen by itself
     */
    int port();

    /**
     * Closes the listening port, so that new clients are refused by the system. Open connections, and requests already
     * being answered, go on. A mounted transport leaves its host's port alone.
     */
    void stopAccepting();

    /** Ends what is still open, and the lanes. A mounted transport ends only its own connections. */
    void stop();
}
