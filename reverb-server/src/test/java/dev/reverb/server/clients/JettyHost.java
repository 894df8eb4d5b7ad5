package dev.reverb.server.clients;

import dev.reverb.server.SelfSigned;
import dev.reverb.spi.transport.Transport;
import dev.reverb.transport.jetty.JettyTransport;
import dev.reverb.transport.jetty.MountedJetty;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** A Jetty server with a page of its own. Over TLS it speaks HTTP/2 to whoever can, WebSockets included (RFC 8441). */
final class JettyHost extends MountedHost {

    private final Server jetty = new Server();
    private final ServerConnector connector;
    private final MountedJetty mounted = JettyTransport.mounted();

    JettyHost(int port, @Nullable SelfSigned certificate) {
        connector = certificate == null ? new ServerConnector(jetty) : secure(certificate);
        connector.setHost(ServerTransport.ADDRESS);
        connector.setPort(port);
        jetty.addConnector(connector);
        jetty.setHandler(new Handler.Sequence(new Watcher(), mounted.handler(), new OwnPage()));
    }

    private ServerConnector secure(SelfSigned certificate) {
        HttpConfiguration http = new HttpConfiguration();
        http.addCustomizer(new SecureRequestCustomizer());
        HttpConnectionFactory http1 = new HttpConnectionFactory(http);
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(http1.getProtocol());
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(certificate.keys());
        tls.setKeyStorePassword(SelfSigned.PASSPHRASE);
        return new ServerConnector(
                jetty,
                new SslConnectionFactory(tls, alpn.getProtocol()),
                alpn,
                new HTTP2ServerConnectionFactory(http),
                http1);
    }

    /** Sees every request first, and leaves them all to others. */
    private final class Watcher extends Handler.Abstract.NonBlocking {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            watch(
                    request.getHttpURI().getPath(),
                    request.getConnectionMetaData().getHttpVersion().asString());
            return false;
        }
    }

    private static final class OwnPage extends Handler.Abstract.NonBlocking {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            if (!request.getHttpURI().getPath().equals("/")) {
                return false;
            }
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/html; charset=utf-8");
            Content.Sink.write(response, true, OWN_PAGE, callback);
            return true;
        }
    }

    @Override
    public Transport transport() {
        return mounted;
    }

    @Override
    public void start() throws Exception {
        jetty.start();
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            jetty.stop();
        } catch (Exception failed) {
            throw new IllegalStateException("Jetty does not stop", failed);
        }
    }
}
