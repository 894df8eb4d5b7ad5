package dev.reverb.spi.transport;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The engine as a transport sees it: where connections and HTTP requests go. Implemented by the engine; all methods may
 * be called by any thread unless they say otherwise.
 */
public interface ServerEndpoint {

    /**
     * Whether a request for this path is the engine's: {@code {prefix}/app/*}, {@code {prefix}/apps/*} and what the server
     * was built with beside them; {@code /up} only below a prefix, or where the server was told to claim it. A mounted transport leaves every other path to its host; one with its
     * own port sends all requests here, and the engine answers 404.
     *
     * @param path the request's path as it came, still percent-encoded, without the query
     * @return whether to call {@link #handle} or {@link #connect} for it
     */
    boolean claims(String path);

    /**
     * Decides about a WebSocket upgrade before it is done. Checks the handshake (RFC 6455 section 4.2.1), the path, and
     * whether the server still takes connections. Refusals that Pusher clients must be able to read (an unknown key, a
     * foreign origin) are not made here but told after the upgrade.
     *
     * @param request a GET, or a CONNECT over HTTP/2 (RFC 8441)
     * @return null to go on with the upgrade and {@link #connect}; otherwise the answer to send instead
     */
    @Nullable
    HttpResponse refuseUpgrade(HttpRequest request);

    /**
     * Whether clients that offer {@code permessage-deflate} (RFC 7692) are to get it. Raw transports leave that to {@link
     * dev.reverb.spi.websocket.WebSocketHandshake#extensions}; one whose container negotiates by itself lets it do so, or not.
     *
     * @return true where the server was built with compression; false by default
     */
    default boolean compresses() {
        return false;
    }

    /**
     * Takes over an upgraded connection. To be called on the connection's lane, before any of its bytes are read.
     *
     * @param request the upgrade request; used during this call only
     * @param connection the transport's side
     * @return what to call with everything that arrives
     */
    ConnectionHandler connect(HttpRequest request, TransportConnection connection);

    /**
     * Answers an HTTP request whose body has been read in full. Returns at once; the answer may come later and on any
     * thread, exactly once.
     *
     * @param request the request; the engine may keep it until it has answered
     * @param responder takes the answer
     */
    void handle(HttpRequest request, HttpResponder responder);

    /**
     * The largest body that {@link #handle} takes. A transport answers 413 as soon as the announced or summed length
     * passes it ({@link HttpResponse#payloadTooLarge}), and then drops what still comes, so that a client that is still sending
     * gets to read the answer: {@value IncomingBody#MAX_DISCARDED} bytes at most, for {@link #requestTimeout} at most.
     *
     * @return bytes
     */
    int maxRequestSize();

    /**
     * How long a transport waits for the whole of a request's body before it answers 408
     * ({@link HttpResponse#requestTimeout}).
     *
     * @return a positive duration
     */
    Duration requestTimeout();

    /**
     * A lane run by the engine, for connections of transports that have no event loop; each call gives the next in turn.
     *
     * @return a lane that lives as long as the server
     */
    Lane nextLane();

    /**
     * Shuts the server down gracefully, for a host that is stopping; the same as {@code ReverbServer.shutdown()}.
     *
     * @return completes when all connections have been closed and all requests answered
     */
    CompletionStage<Void> shutdown();
}
