package dev.reverb.transport.undertow;

import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.ServerEndpoint;
import dev.reverb.spi.transport.TlsCertificate;
import dev.reverb.spi.transport.Transport;
import io.undertow.server.handlers.ResponseCodeHandler;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An Undertow server of Reverb's own on a host and port: HTTP/1.1 and WebSockets, over TLS where that is asked for.
 *
 * <pre>{@code
 * ReverbServer.builder()
 *         .transport(UndertowTransport.on("0.0.0.0", 443).withTls(TlsCertificate.pem(fullchain, privkey)))
 * }</pre>
 *
 * <p>For an Undertow server that the application already runs there is {@link #mounted}.
 *
 * <p>It has one I/O thread per core, each a {@linkplain Lane lane}, and answers requests in them, too. Kept HTTP connections
 * end after 30 idle seconds, and so do those whose headers do not come, or whose client takes nothing of an answer; the head of a request has at most 16 KiB. {@code
 * Server} headers are not sent.
 *
 * <p>Options make a new transport and leave this one as it is. A transport serves one {@code ReverbServer}, once.
 */
public final class UndertowTransport implements Transport {

    private final String host;
    private final int port;
    private final int ioThreads;
    private final Tls tls;
    private final XnioLanes lanes = new XnioLanes();
    private final ReverbHandler handler = new ReverbHandler(lanes, true);
    private volatile @Nullable OwnServer server;

    /** Where the TLS context comes from when the transport starts; null for none. */
    @FunctionalInterface
    private interface Tls {
        @Nullable
        SSLContext context() throws IOException;
    }

    private UndertowTransport(String host, int port, int ioThreads, Tls tls) {
        this.host = host;
        this.port = port;
        this.ioThreads = ioThreads;
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
    public static UndertowTransport on(String host, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
        }
        return new UndertowTransport(
                Objects.requireNonNull(host), port, Runtime.getRuntime().availableProcessors(), () -> null);
    }

    /**
     * A transport for an Undertow server of the application's, which puts one of its handlers where it wants it.
     *
     * @return the transport, mounted nowhere yet
     */
    public static MountedUndertow mounted() {
        return new MountedUndertow();
    }

    /**
     * Serves {@code https} and {@code wss}, and nothing else, with a certificate that is read when the transport starts.
     *
     * @param certificate where the certificate and its key are
     * @return a new transport
     */
    public UndertowTransport withTls(TlsCertificate certificate) {
        return new UndertowTransport(host, port, ioThreads, certificate::sslContext);
    }

    /**
     * Serves {@code https} and {@code wss}, and nothing else.
     *
     * @param context an initialized context, with the server's key
     * @return a new transport
     */
    public UndertowTransport withTls(SSLContext context) {
        Objects.requireNonNull(context);
        return new UndertowTransport(host, port, ioThreads, () -> context);
    }

    /**
     * Sets how many I/O threads there are.
     *
     * @param newIoThreads at least 1; as many as there are cores by default
     * @return a new transport
     * @throws IllegalArgumentException where it is less
     */
    public UndertowTransport withIoThreads(int newIoThreads) {
        if (newIoThreads < 1) {
            throw new IllegalArgumentException("ioThreads must be at least 1, not " + newIoThreads);
        }
        return new UndertowTransport(host, port, newIoThreads, tls);
    }

    @Override
    public String name() {
        return "undertow";
    }

    @Override
    public void start(ServerEndpoint endpoint) throws IOException {
        if (server != null) {
            throw new IllegalStateException("A transport is started once");
        }
        handler.begin(endpoint);
        OwnServer own = OwnServer.start(
                host,
                port,
                ioThreads,
                OwnServer.IDLE_TIMEOUT,
                tls.context(),
                exchange -> handler.handle(exchange, ResponseCodeHandler.HANDLE_404));
        lanes.add(own.worker());
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
        started();
        return lanes.all();
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
        lanes.end();
        started().stop();
    }

    @Override
    public String toString() {
        return "UndertowTransport[" + host + ":" + port + "]";
    }
}
