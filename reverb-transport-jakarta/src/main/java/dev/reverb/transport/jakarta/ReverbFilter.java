package dev.reverb.transport.jakarta;

import dev.reverb.spi.websocket.WebSocketHandshake;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Where a container hands requests over. What the engine does not claim goes on as it came. */
final class ReverbFilter implements Filter {

    private final JakartaTransport transport;

    ReverbFilter(JakartaTransport transport) {
        this.transport = transport;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Running running = transport.running();
        if (running != null
                && request instanceof HttpServletRequest httpRequest
                && response instanceof HttpServletResponse httpResponse) {
            String path = JakartaRequest.pathOf(httpRequest);
            if (running.endpoint().claims(path)) {
                take(running, httpRequest, httpResponse, JakartaRequest.of(httpRequest, path));
                return;
            }
        }
        chain.doFilter(request, response);
    }

    private static void take(
            Running running,
            HttpServletRequest servletRequest,
            HttpServletResponse servletResponse,
            JakartaRequest request)
            throws ServletException, IOException {
        if (WebSocketHandshake.isUpgrade(request)) {
            Upgrade.accept(running, servletRequest, servletResponse, request);
        } else {
            Exchange.begin(running, servletRequest, request);
        }
    }

    /** The web application stops: comes while its sessions are still open. */
    @Override
    public void destroy() {
        transport.drain();
    }
}
