package dev.reverb.transport.jakarta;

import dev.reverb.spi.transport.HttpRequest;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For sessions at a path that a container maps by itself. It shows their requests only during the handshake, and there they
 * cannot be refused: so a session that the engine does not want is closed.
 */
final class PathConfigurator extends SessionConfig.Negotiation {

    private static final Logger LOG = LoggerFactory.getLogger(PathConfigurator.class);

    /** Among the properties of a session, which are its own from the handshake on. */
    private static final String REQUEST = PathConfigurator.class.getName();

    /** Where some containers, such as Jetty, tell the peer's address. */
    private static final String ADDRESS = "jakarta.websocket.endpoint.remoteAddress";

    private final JakartaTransport transport;
    private final int segments;

    PathConfigurator(JakartaTransport transport, String path) {
        this.transport = transport;
        this.segments = (int) path.chars().filter(c -> c == '/').count();
    }

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        Map<String, Object> properties = config.getUserProperties();
        properties.put(REQUEST, requestOf(request, properties.get(ADDRESS)));
    }

    private JakartaRequest requestOf(HandshakeRequest request, @Nullable Object address) {
        Map<String, String> headers = new TreeMap<>();
        for (Map.Entry<String, List<String>> header : request.getHeaders().entrySet()) {
            headers.put(header.getKey().toLowerCase(Locale.ROOT), String.join(", ", header.getValue()));
        }
        URI uri = request.getRequestURI();
        String scheme = String.valueOf(uri.getScheme());
        return new JakartaRequest(
                "GET",
                lastSegments(uri.getRawPath()),
                request.getQueryString(),
                headers,
                address instanceof InetSocketAddress internet
                        ? JakartaRequest.addressOf(internet.getAddress().getHostAddress())
                        : "",
                scheme.equals("wss") || scheme.equals("https"),
                new byte[0]);
    }

    /** The path without that of the web application, which comes before as many segments as were mapped. */
    private String lastSegments(String path) {
        int from = path.length();
        for (int i = 0; i < segments && from > 0; i++) {
            from = path.lastIndexOf('/', from - 1);
        }
        return path.substring(Math.max(0, from));
    }

    @Override
    SessionEndpoint endpoint() {
        return new SessionEndpoint() {
            @Override
            public void onOpen(Session session, EndpointConfig config) {
                Running running = transport.running();
                Object request = session.getUserProperties().get(REQUEST);
                if (running != null
                        && request instanceof HttpRequest known
                        && running.endpoint().refuseUpgrade(known) == null) {
                    open(session, running, known);
                } else {
                    refuse(session);
                }
            }
        };
    }

    @Override
    boolean compresses() {
        Running running = transport.running();
        return running != null && running.endpoint().compresses();
    }

    private static void refuse(Session session) {
        try {
            session.close(new CloseReason(CloseCodes.TRY_AGAIN_LATER, "Not serving now"));
        } catch (IOException gone) {
            LOG.debug("A session that is not wanted was gone", gone);
        }
    }
}
