package dev.reverb.examples.tomcat;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.transport.jakarta.JakartaTransport;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

// [listener]
/** Runs Reverb for as long as a web application runs, in any container. */
@WebListener
public final class OrdersListener implements ServletContextListener {

    /** The attribute of the context by which servlets find the server, to publish. */
    public static final String REVERB = "orders.reverb";

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext application = event.getServletContext();
        ReverbServer reverb = ReverbServer.builder()
                .application(Application.of("my-app-id", "my-app-key", "my-app-secret"))
                .transport(JakartaTransport.into(application))
                .start();
        application.setAttribute(REVERB, reverb);
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        ((ReverbServer) event.getServletContext().getAttribute(REVERB)).close();
    }
}
// [listener]
