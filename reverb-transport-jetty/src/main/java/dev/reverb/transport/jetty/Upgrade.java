package dev.reverb.transport.jetty;

import dev.reverb.spi.transport.ConnectionLane;
import dev.reverb.spi.transport.HttpResponder;
import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.spi.transport.ServerEndpoint;
import dev.reverb.spi.websocket.WebSocketHandshake;
import java.util.Objects;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.TunnelSupport;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The opening handshake: a GET over HTTP/1.1 (RFC 6455 section 4.2), or an extended CONNECT over a later one (RFC 8441),
 * whose stream then is the connection. Once Jetty has sent the answer, it upgrades the endpoint to our connection.
 */
final class Upgrade {

    private final ServerEndpoint endpoint;
    private final JettyLanes lanes;

    Upgrade(ServerEndpoint endpoint, JettyLanes lanes) {
        this.endpoint = endpoint;
        this.lanes = lanes;
    }

    /** Whether a request wants to become a WebSocket in a way that its version of HTTP knows. */
    static boolean isWanted(Request request, JettyRequest view) {
        if (view.method().equals("CONNECT")) {
            TunnelSupport tunnel = request.getTunnelSupport();
            return tunnel != null && "websocket".equalsIgnoreCase(tunnel.getProtocol());
        }
        return request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
                && WebSocketHandshake.isUpgrade(view);
    }

    void accept(Request request, JettyRequest view, Response response, Callback callback, HttpResponder responder) {
        boolean connect = view.method().equals("CONNECT");
        HttpResponse refusal = endpoint.refuseUpgrade(view);
        if (refusal == null && !connect && hasBody(request)) {
            refusal = WebSocketHandshake.bodyRefused();
        }
        if (refusal != null) {
            responder.respond(refusal);
            return;
        }
        Connector connector = request.getConnectionMetaData().getConnector();
        EndPoint endPoint = Objects.requireNonNull(request.getTunnelSupport()).getEndPoint();
        ConnectionLane lane = lanes.of(endPoint, connector, endpoint);
        String extensions = WebSocketHandshake.extensions(view, endpoint);
        answer(response, connect ? null : view.header("Sec-WebSocket-Key"), extensions);
        request.setAttribute(
                HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, connectionOn(endPoint, connector, lane, view, extensions));
        callback.succeeded();
    }

    private Connection connectionOn(
            EndPoint upgraded,
            Connector connector,
            ConnectionLane lane,
            JettyRequest view,
            @Nullable String extensions) {
        if (connector instanceof OwnConnector own
                && upgraded instanceof HttpEndPoint socket
                && lane instanceof SelectorLane loop) {
            socket.beginUpgrade();
            return new SocketTakeover(
                    socket, own, new SocketConnection(socket.getChannel(), loop, endpoint, view, extensions));
        }
        return new JettyConnection(upgraded, lane, connector.getScheduler(), endpoint, view, extensions);
    }

    private static boolean hasBody(Request request) {
        return request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }

    private static void answer(Response response, @Nullable String key, @Nullable String extensions) {
        if (extensions != null) {
            response.getHeaders().put(WebSocketHandshake.EXTENSIONS, extensions);
        }
        if (key == null) {
            response.setStatus(200);
            return;
        }
        response.setStatus(101);
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.UPGRADE, "websocket");
        headers.put(HttpHeader.CONNECTION, HttpHeaderValue.UPGRADE.asString());
        headers.put(HttpHeader.SEC_WEBSOCKET_ACCEPT, WebSocketHandshake.accept(key));
    }
}
