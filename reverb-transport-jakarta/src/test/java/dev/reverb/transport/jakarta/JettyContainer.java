package dev.reverb.transport.jakarta;

import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

final class JettyContainer extends Container {

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server, 1, 2);

    @Override
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler(contextPath.isEmpty() ? "/" : contextPath);
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
    void stop() throws Exception {
        server.stop();
    }
}
