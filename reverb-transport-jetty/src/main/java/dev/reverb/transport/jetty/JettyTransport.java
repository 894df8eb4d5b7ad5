package dev.reverb.transport.jetty;

import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.ServerEndpoint;
import dev.reverb.spi.transport.TlsCertificate;
import dev.reverb.spi.transport.Transport;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;

/**
 * A Jetty server of Reverb's own on a host and port: HTTP/1.1 and WebSockets, over TLS where that is asked for.
 *
 * <pre>{@code
 * ReverbServer.builder()
 *         .transport(JettyTransport.on("0.0.0.0", 443).withTls(TlsCertificate.pem(fullchain, privkey)))
 * }</pre>
 *
 * <p>For a Jetty server that the application already runs there are {@link #into} and {@link #mounted}.
 *
 * <p>It has one event loop per core, each a {@linkplain Lane lane}, and answers requests in them, too. Kept HTTP connections
 * end after 30 idle seconds, and so do those whose headers do not come. {@code Server} headers are not sent.
 *
 * <p>Options make a new transport and leave this one as it is. A transport serves one {@code ReverbServer}, once.
 */
public final class JettyTransport implements Transport {

    private final String host;
    private final int port;
    private final int selectors;
    private final Tls tls;
    private final JettyLanes jettyLanes = new JettyLanes();
    private final ReverbHandler handler = new ReverbHandler(jettyLanes, true);
    private volatile @Nullable OwnServer server;

    /** Where the TLS context comes from when the transport starts; null for none. */
    @FunctionalInterface
    private interface Tls {
        @Nullable
        SSLContext context() throws IOException;
    }

    private JettyTransport(String host, int port, int selectors, Tls tls) {
        this.host = host;
        this.port = port;
        this.selectors = selectors;
        this.tls = tls;
    }

    /**
     * A transport that listens by itself.
     *
     * @param host an address or name of this machine; {@code 0.0.0.0} for all of IPv4, {@code ::} for all
     * @param port 1 to 65535, or 0 for any free one; see {@link #port()}
     * @return the transport, without TLS
     * @throws IllegalArgumentException where the port is none
     */
    public static JettyTransport on(String host, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
        }
        return new JettyTransport(
                Objects.requireNonNull(host), port, Runtime.getRuntime().availableProcessors(), () -> null);
    }

    /**
     * A transport for a Jetty server of the application's, which puts {@link MountedJetty#handler()} where it wants it.
     *
     * @return the transport, mounted nowhere yet
     */
    public static MountedJetty mounted() {
        return new MountedJetty();
    }

    /**
     * A transport in front of everything that a Jetty server of the application's serves now: what the engine does not
     * claim goes to the server's present handler.
     *
     * @param host the application's server, with its handlers set, not started or dynamic
     * @return the transport, mounted
     * @throws IllegalStateException where the server is running and takes no more handlers
     */
    public static MountedJetty into(Server host) {
        MountedJetty mounted = new MountedJetty();
        mounted.wrap(host);
        return mounted;
    }

    /**
     * Serves {@code https} and {@code wss}, and nothing else, with a certificate that is read when the transport starts.
     *
     * @param certificate where the certificate and its key are
     * @return a new transport
     */
    public JettyTransport withTls(TlsCertificate certificate) {
        return new JettyTransport(host, port, selectors, certificate::sslContext);
    }

    /**
     * Serves {@code https} and {@code wss}, and nothing else.
     *
     * @param context an initialized context, with the server's key
     * @return a new transport
     */
    public JettyTransport withTls(SSLContext context) {
        Objects.requireNonNull(context);
        return new JettyTransport(host, port, selectors, () -> context);
    }

    /**
     * Sets how many event loops there are.
     *
     * @param newSelectors at least 1; as many as there are cores by default
     * @return a new transport
     * @throws IllegalArgumentException where it is less
     */
    public JettyTransport withSelectors(int newSelectors) {
        if (newSelectors < 1) {
            throw new IllegalArgumentException("selectors must be at least 1, not " + newSelectors);
        }
        return new JettyTransport(host, port, newSelectors, tls);
    }

    @Override
    public String name() {
        return "jetty";
    }

    @Override
    public void start(ServerEndpoint endpoint) throws IOException {
        if (server != null) {
            throw new IllegalStateException("A transport is started once");
        }
        handler.begin(endpoint);
        OwnServer own = new OwnServer(host, port, selectors, tls.context(), endpoint.requestTimeout(), handler);
        own.start();
        server = own;
        own.accept();
    }

    private OwnServer started() {
        OwnServer own = server;
        if (own == null) {
            throw new IllegalStateException("The transport has not started");
        }
        return own;
    }

    @Override
    public List<Lane> lanes() {
        return jettyLanes.of(started().server());
    }

    /**
     * The port that the system gave or the application asked for.
     *
     * @return the local TCP port
     * @throws IllegalStateException before the transport has started
     */
    @Override
    public int port() {
        return started().port();
    }

    @Override
    public void stopAccepting() {
        started().stopAccepting();
    }

    @Override
    public void stop() {
        handler.end();
        jettyLanes.end();
        started().stop();
    }

    @Override
    public String toString() {
        return "JettyTransport[" + host + ":" + port + "]";
    }
}
