package dev.reverb.transport.jakarta;

import dev.reverb.tck.transport.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.http.fileupload.FileUtils;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.websocket.server.WsSci;

final class TomcatContainer extends Container {

    /** Kept, since loggers are forgotten with their levels. */
    private static final Logger QUIET = Logger.getLogger("org.apache");

    /** Wants the JVM's internals opened to look for leaks. */
    private static final Logger SILENT = Logger.getLogger("org.apache.catalina.loader");

    private final Tomcat tomcat = new Tomcat();
    private Path directory;

    TomcatContainer() {
        QUIET.setLevel(Level.WARNING);
        SILENT.setLevel(Level.SEVERE);
    }

    @Override
    void begin() throws Exception {
        directory = Files.createTempDirectory("reverb-tomcat");
        tomcat.setBaseDir(directory.toString());
        tomcat.setPort(0);
        Connector connector = tomcat.getConnector();
        connector.setProperty("address", "127.0.0.1");
        // By default it ends a connection after 100 requests.
        connector.setProperty("maxKeepAliveRequests", "-1");
        if (secure) {
            secure(connector);
        }
        Context context = tomcat.addContext(contextPath, null);
        parameters.forEach(context::addParameter);
        if (withWebSockets) {
            context.addServletContainerInitializer(new WsSci(), null);
        }
        context.addServletContainerInitializer((classes, servletContext) -> initialize(servletContext), null);
        tomcat.start();
    }

    private static void secure(Connector connector) {
        SSLHostConfig tls = new SSLHostConfig();
        SSLHostConfigCertificate certificate = new SSLHostConfigCertificate(tls, SSLHostConfigCertificate.Type.RSA);
        certificate.setCertificateFile(TestCertificate.file("chain.crt").toString());
        certificate.setCertificateKeyFile(TestCertificate.file("rsa.key").toString());
        tls.addCertificate(certificate);
        connector.addSslHostConfig(tls);
        connector.addUpgradeProtocol(new Http2Protocol());
        connector.setSecure(true);
        connector.setScheme("https");
        connector.setProperty("SSLEnabled", "true");
    }

    @Override
    int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    void end() throws Exception {
        tomcat.stop();
        tomcat.destroy();
        FileUtils.deleteDirectory(directory.toFile());
    }
}
