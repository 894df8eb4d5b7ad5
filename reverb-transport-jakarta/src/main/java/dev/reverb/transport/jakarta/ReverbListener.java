package dev.reverb.transport.jakarta;

import dev.reverb.ReverbServer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.websocket.server.ServerContainer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a server for as long as a web application runs, if that is configured and nobody else uses the transport. */
final class ReverbListener implements ServletContextListener {

    private static final Logger LOG = LoggerFactory.getLogger(ReverbListener.class);
    private static final String SERVER = ReverbServer.class.getName();

    private final JakartaTransport transport;
    private final ReverbSettings settings;

    ReverbListener(JakartaTransport transport, ReverbSettings settings) {
        this.transport = transport;
        this.settings = settings;
    }

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        if (transport.isTaken() || settings.isEmpty()) {
            return;
        }
        if (!settings.missing().isEmpty()) {
            LOG.error("Reverb is off in {}: missing {}", context.getContextPath(), settings.missing());
        } else if (context.getAttribute(ServerContainer.class.getName()) == null) {
            LOG.warn("Reverb is off in {}: there is no WebSocket container", context.getContextPath());
        } else {
            context.setAttribute(SERVER, start());
        }
    }

    private ReverbServer start() {
        ReverbServer.Builder builder =
                ReverbServer.builder().application(settings.application()).transport(transport);
        String path = settings.path();
        if (path != null) {
            builder.path(path);
        }
        return builder.start();
    }

    /** The filter's end has drained the server already, where the container ends filters first. */
    @Override
    public void contextDestroyed(ServletContextEvent event) {
        transport.drain();
        event.getServletContext().removeAttribute(SERVER);
    }
}
