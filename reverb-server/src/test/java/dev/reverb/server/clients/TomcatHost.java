package dev.reverb.server.clients;

import dev.reverb.server.SelfSigned;
import dev.reverb.spi.transport.Transport;
import dev.reverb.transport.jakarta.JakartaTransport;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.http.fileupload.FileUtils;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.websocket.server.WsSci;
import org.jspecify.annotations.Nullable;

/** A Tomcat with a page of its own. Over TLS it speaks HTTP/2 to whoever can. */
final class TomcatHost extends MountedHost {

    /** Kept, since loggers are forgotten with their levels. */
    private static final Logger QUIET = Logger.getLogger("org.apache");

    private final Tomcat tomcat = new Tomcat();
    private final Connector connector = new Connector();
    private final JakartaTransport mounted = JakartaTransport.mounted();
    private final Path directory;

    TomcatHost(int port, @Nullable SelfSigned certificate) {
        QUIET.setLevel(Level.SEVERE);
        directory = makeDirectory();
        tomcat.setBaseDir(directory.toString());
        connector.setProperty("address", ServerTransport.ADDRESS);
        connector.setPort(port);
        if (certificate != null) {
            secure(certificate);
        }
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        context.addServletContainerInitializer(new WsSci(), null);
        context.addServletContainerInitializer((classes, application) -> initialize(application), null);
    }

    private static Path makeDirectory() {
        try {
            return Files.createTempDirectory("reverb-tomcat");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void secure(SelfSigned certificate) {
        SSLHostConfig tls = new SSLHostConfig();
        SSLHostConfigCertificate identity = new SSLHostConfigCertificate(tls, SSLHostConfigCertificate.Type.UNDEFINED);
        identity.setCertificateKeystoreFile(certificate.store().toString());
        identity.setCertificateKeystorePassword(SelfSigned.PASSPHRASE);
        tls.addCertificate(identity);
        connector.setScheme("https");
        connector.setSecure(true);
        connector.setProperty("SSLEnabled", "true");
        connector.addSslHostConfig(tls);
        connector.addUpgradeProtocol(new Http2Protocol());
    }

    private void initialize(ServletContext application) {
        addFilter(application, "watcher", new Watcher());
        addFilter(application, JakartaTransport.FILTER_NAME, mounted.filter());
        application.addServlet("own", new OwnPage()).addMapping("/");
    }

    private static void addFilter(ServletContext application, String name, Filter filter) {
        FilterRegistration.Dynamic registration = application.addFilter(name, filter);
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
    }

    /** Sees every request first, and leaves them all to others. */
    private final class Watcher implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            watch(((HttpServletRequest) request).getRequestURI(), request.getProtocol());
            chain.doFilter(request, response);
        }
    }

    private static final class OwnPage extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (!request.getRequestURI().equals("/")) {
                response.sendError(HttpServletResponse.SC_NOT_FOUND);
                return;
            }
            response.setContentType("text/html; charset=utf-8");
            response.getWriter().write(OWN_PAGE);
        }
    }

    @Override
    public Transport transport() {
        return mounted;
    }

    @Override
    public void start() throws LifecycleException {
        tomcat.start();
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    /** Tomcat minds being stopped twice. */
    @Override
    public void close() {
        if (tomcat.getServer().getState() == LifecycleState.DESTROYED) {
            return;
        }
        try {
            tomcat.stop();
            tomcat.destroy();
            FileUtils.deleteDirectory(directory.toFile());
        } catch (LifecycleException | IOException failed) {
            throw new IllegalStateException("Tomcat does not stop", failed);
        }
    }
}
