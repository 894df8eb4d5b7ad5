package dev.reverb.transport.jakarta;

import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

final class JettyContainer extends Container {

    private final Server server = new Server();
    private final ServletContextHandler context = new ServletContextHandler();
    private final ServerConnector connector = new ServerConnector(server, 1, 2);

    @Override
    void begin() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        context.setContextPath(contextPath.isEmpty() ? "/" : contextPath);
        parameters.forEach(context::setInitParameter);
        if (withWebSockets) {
            JakartaWebSocketServletContainerInitializer.configure(context, null);
        }
        context.addServletContainerInitializer((classes, servletContext) -> initialize(servletContext));
        server.setHandler(context);
        server.start();
    }

    @Override
    int port() {
        return connector.getLocalPort();
    }

    @Override
    void end() throws Exception {
        // A server closes its connections first.
        context.stop();
        server.stop();
    }
}
