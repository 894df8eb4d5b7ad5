package dev.reverb.transport.jakarta;

import dev.reverb.spi.transport.HttpResponse;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The opening handshake: judged by the engine, done by the container (Jakarta WebSocket 2.1 section 6.2). */
final class Upgrade {

    private static final Logger LOG = LoggerFactory.getLogger(Upgrade.class);
    private static final HttpResponse HAS_BODY = HttpResponse.json(
                    400, "{\"error\":\"The request that opens a WebSocket has no body.\"}")
            .withHeader("Connection", "close");
    private static final HttpResponse NO_CONTAINER =
            HttpResponse.json(501, "{\"error\":\"This server does not speak WebSocket.\"}");

    private Upgrade() {}

    /** Refuses the request, or has the container turn it into a session once the filter has returned. */
    static void accept(
            Running running,
            HttpServletRequest servletRequest,
            HttpServletResponse servletResponse,
            JakartaRequest request)
            throws ServletException, IOException {
        ServerContainer container = containerOf(servletRequest);
        HttpResponse refusal = running.endpoint().refuseUpgrade(request);
        if (refusal == null && hasBody(servletRequest)) {
            refusal = HAS_BODY;
        }
        if (refusal != null) {
            refuse(servletResponse, refusal);
        } else if (container == null) {
            LOG.warn("There is no WebSocket container in the context {}", servletRequest.getContextPath());
            refuse(servletResponse, NO_CONTAINER);
        } else {
            upgrade(container, servletRequest, servletResponse, SessionConfig.of(running, request));
        }
    }

    private static void upgrade(
            ServerContainer container, HttpServletRequest request, HttpServletResponse response, SessionConfig config)
            throws ServletException, IOException {
        try {
            container.upgradeHttpToWebSocket(new WithoutParameters(request), response, config, Map.of());
        } catch (DeploymentException broken) {
            throw new ServletException(broken);
        }
    }

    /** Tomcat would parse the query, refuse what are no parameters, and keep it with the session. */
    private static final class WithoutParameters extends HttpServletRequestWrapper {

        WithoutParameters(HttpServletRequest request) {
            super(request);
        }

        @Override
        public @Nullable String getQueryString() {
            return null;
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            return Map.of();
        }
    }

    /** The container's, which may have come after the filter. */
    private static @Nullable ServerContainer containerOf(HttpServletRequest request) {
        Object found = request.getServletContext().getAttribute(ServerContainer.class.getName());
        return found instanceof ServerContainer container ? container : null;
    }

    /** What would follow the head would be taken for frames. */
    private static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    private static void refuse(HttpServletResponse response, HttpResponse refusal) throws IOException {
        Answer.writeHead(response, refusal);
        response.getOutputStream().write(refusal.body());
    }
}
