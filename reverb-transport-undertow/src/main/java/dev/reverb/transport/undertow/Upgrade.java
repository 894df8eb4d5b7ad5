package dev.reverb.transport.undertow;

import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.spi.transport.ServerEndpoint;
import dev.reverb.spi.websocket.WebSocketHandshake;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.AbstractServerConnection;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.HttpUpgradeListener;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.Protocols;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xnio.StreamConnection;

/**
 * The opening handshake over HTTP/1.1 (RFC 6455 section 4.2). Undertow sends the answer and then gives the connection away.
 * Over HTTP/2 it offers no way, so browsers open another connection with HTTP/1.1.
 */
final class Upgrade implements HttpUpgradeListener {

    private final ServerEndpoint endpoint;
    private final XnioLanes lanes;

    /** One for all connections: Undertow keeps it with each of them as long as it lives. */
    Upgrade(ServerEndpoint endpoint, XnioLanes lanes) {
        this.endpoint = endpoint;
        this.lanes = lanes;
    }

    /** Whether a request wants to become a WebSocket in a way that its version of HTTP knows. */
    static boolean isWanted(HttpServerExchange exchange, UndertowRequest view) {
        return exchange.getProtocol().equals(Protocols.HTTP_1_1)
                && view.method().equals("GET")
                && WebSocketHandshake.isUpgrade(view);
    }

    void accept(HttpServerExchange exchange, UndertowRequest view) {
        HttpResponse refusal = endpoint.refuseUpgrade(view);
        if (refusal == null && !exchange.isRequestComplete()) {
            refusal = WebSocketHandshake.bodyRefused();
        }
        if (refusal != null) {
            new UndertowResponder(exchange).respond(refusal);
            return;
        }
        HeaderMap answer = exchange.getResponseHeaders();
        answer.put(Headers.UPGRADE, "websocket");
        answer.put(
                Headers.SEC_WEB_SOCKET_ACCEPT,
                WebSocketHandshake.accept(Objects.requireNonNull(view.header("Sec-WebSocket-Key"))));
        String extensions = WebSocketHandshake.extensions(view, endpoint);
        if (extensions != null) {
            answer.put(Headers.SEC_WEB_SOCKET_EXTENSIONS, extensions);
        }
        if (((AbstractServerConnection) exchange.getConnection()).getChannel() instanceof HttpPhase http) {
            http.beginUpgrade();
        }
        exchange.upgradeChannel(this).endExchange();
        StalledAnswer.watch(exchange);
    }

    @Override
    public void handleUpgrade(StreamConnection connection, HttpServerExchange exchange) {
        XnioLane lane = lanes.of(connection.getIoThread());
        UndertowRequest request = new UndertowRequest(exchange, UndertowRequest.pathOf(exchange));
        String extensions = exchange.getResponseHeaders().getFirst(Headers.SEC_WEB_SOCKET_EXTENSIONS);
        if (connection instanceof HttpPhase http) {
            ByteBuffer unread = leftovers((AbstractServerConnection) exchange.getConnection());
            UndertowConnection taken = new UndertowConnection(http.socket(), lane, endpoint, request, extensions);
            http.end(taken);
            taken.begin(http.kept(), unread);
        } else {
            UndertowConnection taken = new UndertowConnection(connection, lane, endpoint, request, extensions);
            connection.setCloseListener(taken);
            taken.begin(null, null);
        }
    }

    /** What HTTP has read of what is not its own. */
    private static @Nullable ByteBuffer leftovers(AbstractServerConnection http) {
        PooledByteBuffer extra = http.getExtraBytes();
        if (extra == null) {
            return null;
        }
        ByteBuffer unread = ByteBuffer.allocate(extra.getBuffer().remaining());
        return unread.put(extra.getBuffer()).flip();
    }
}
