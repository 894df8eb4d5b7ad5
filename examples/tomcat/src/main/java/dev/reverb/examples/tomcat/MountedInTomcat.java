package dev.reverb.examples.tomcat;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.transport.jakarta.JakartaTransport;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

/** Reverb in an embedded Tomcat that has servlets of its own: one port for both. */
public final class MountedInTomcat {

    private MountedInTomcat() {}

    /**
     * Serves {@code /hello} as before, and Reverb beside it.
     *
     * @param args the port, 8080 by default
     * @throws IOException where there is no room for Tomcat's working directory
     * @throws LifecycleException where Tomcat cannot start
     * @throws InterruptedException where the thread is interrupted while it waits for the end
     */
    public static void main(String[] args) throws IOException, LifecycleException, InterruptedException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
        tomcat.setPort(port);
        tomcat.getConnector();
        Context context = tomcat.addContext("", null);
        context.addServletContainerInitializer((classes, application) -> addServlets(application), null);
        // [mount]
        context.addServletContainerInitializer(new WsSci(), null);
        context.addServletContainerInitializer((classes, application) -> JakartaTransport.into(application), null);
        tomcat.start();

        try (ReverbServer reverb = ReverbServer.builder()
                .application(Application.of("my-app-id", "my-app-key", "my-app-secret"))
                .transport(JakartaTransport.into(context.getServletContext()))
                .start()) {
            reverb.awaitShutdown();
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
        // [mount]
    }

    // [servlets]
    private static void addServlets(ServletContext application) {
        application.addServlet("hello", new HelloServlet()).addMapping("/hello");
        // Tomcat asks filters only where there is a servlet, too: one for all the rest, as web applications have.
        application.addServlet("default", new DefaultServlet()).addMapping("/");
    }
    // [servlets]

    /** What the application served all along. */
    private static final class HelloServlet extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().write("Hello\n");
        }
    }
}
