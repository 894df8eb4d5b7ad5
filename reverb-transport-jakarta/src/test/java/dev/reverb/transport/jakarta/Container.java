package dev.reverb.transport.jakarta;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A container as the tests need it, on a free port of the loopback address, with one web application. */
abstract class Container {

    private static final Map<String, String> CLASSES =
            Map.of("tomcat", "Tomcat", "jetty", "Jetty", "undertow", "Undertow");

    /** What is in the web application; to be set before {@link #start}. */
    String contextPath = "";

    ServletContainerInitializer initializer = (classes, context) -> {};
    final Map<String, String> parameters = new LinkedHashMap<>();
    final Map<String, Servlet> servlets = new LinkedHashMap<>(Map.of("/", new OwnServlet()));
    boolean withWebSockets = true;

    /** Over TLS, with HTTP/2; Tomcat only. */
    boolean secure;

    private boolean started;

    /** The one that this run of the tests is for. */
    static Container create() {
        String name = System.getProperty("reverb.container", "tomcat");
        try {
            return (Container) Class.forName(Container.class.getPackageName() + "." + CLASSES.get(name) + "Container")
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException("No container " + name, missing);
        }
    }

    final void start() throws Exception {
        started = true;
        begin();
    }

    /** For the containers: everything that is in the web application. */
    final void initialize(ServletContext context) throws ServletException {
        initializer.onStartup(null, context);
        servlets.forEach((path, servlet) -> {
            ServletRegistration.Dynamic registration = context.addServlet("servlet " + path, servlet);
            registration.setAsyncSupported(true);
            registration.addMapping(path);
        });
    }

    abstract int port();

    /** Stops the web application, and then its server, unless that has been done. */
    final void stop() throws Exception {
        if (started) {
            started = false;
            end();
        }
    }

    abstract void begin() throws Exception;

    abstract void end() throws Exception;
}
