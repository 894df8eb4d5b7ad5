package dev.reverb.transport.jetty;

import dev.reverb.spi.transport.ListenFailure;
import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Jetty server that serves nothing but the engine. */
final class OwnServer {

    private static final Logger LOG = LoggerFactory.getLogger(OwnServer.class);

    /** Connections that wait for being accepted, after a restart when all clients come back at once. */
    private static final int ACCEPT_BACKLOG = 4_096;

    /** How long a kept HTTP connection may be idle, and how long headers may take to come. */
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);

    /** The acceptor, and a few for what Jetty never does in its loops: new connections, ended ones, late answers. */
    private static final int OTHER_THREADS = 8;

    private final String host;
    private final int port;
    private final Server server;
    private final ServerConnector connector;

    OwnServer(
            String host,
            int port,
            int selectors,
            @Nullable SSLContext tls,
            Duration requestTimeout,
            ReverbHandler handler) {
        this.host = host;
        this.port = port;
        QueuedThreadPool threads = new QueuedThreadPool(selectors + OTHER_THREADS, selectors + 2);
        threads.setName("reverb-jetty");
        // Spare threads for handing a loop on; nothing here blocks one.
        threads.setReservedThreads(0);
        server = new Server(threads);
        server.setErrorHandler(new JsonErrors());
        server.setHandler(handler);
        connector = new OwnConnector(server, buffers(tls), selectors, protocols(tls));
        connector.setHost(host);
        connector.setPort(port);
        connector.setAcceptQueueSize(ACCEPT_BACKLOG);
        connector.setIdleTimeout(
                Math.max(IDLE_TIMEOUT.toMillis(), requestTimeout.toMillis() + IDLE_TIMEOUT.toMillis() / 2));
        server.addConnector(connector);
    }

    /**
     * Where TLS takes its buffers from; null for Jetty's pool. Jetty 12.1.14 gives a buffer of TLS back while a connection that
     * it refuses still reads into it: the next connection found that one's bytes in front of its own.
     */
    private static @Nullable ByteBufferPool buffers(@Nullable SSLContext tls) {
        return tls == null ? null : ByteBufferPool.NON_POOLING;
    }

    private static ConnectionFactory[] protocols(@Nullable SSLContext tls) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        // Paths are passed on as they came; judging them is the engine's.
        http.setUriCompliance(UriCompliance.UNSAFE);
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        if (tls == null) {
            return new ConnectionFactory[] {plain};
        }
        // Not pooled, so on the heap.
        http.setUseInputDirectByteBuffers(false);
        http.setUseOutputDirectByteBuffers(false);
        SslContextFactory.Server context = new SslContextFactory.Server();
        context.setSslContext(tls);
        return new ConnectionFactory[] {new SslConnectionFactory(context, plain.getProtocol()), plain};
    }

    Server server() {
        return server;
    }

    int port() {
        return connector.getLocalPort();
    }

    /** Binds the port and starts; nothing is accepted before {@link #accept}. */
    void start() throws IOException {
        connector.setAccepting(false);
        try {
            connector.open();
        } catch (IOException | UnresolvedAddressException refused) {
            throw ListenFailure.exception(host, port, refused);
        }
        try {
            server.start();
        } catch (Exception failed) {
            stop();
            throw new IOException("Jetty could not start: " + failed.getMessage(), failed);
        }
    }

    void accept() {
        connector.setAccepting(true);
    }

    /** Closes the port only. */
    void stopAccepting() {
        connector.setAccepting(false);
        connector.close();
    }

    void stop() {
        try {
            server.stop();
        } catch (Exception failed) {
            LOG.warn("Jetty did not stop cleanly", failed);
        }
    }
}
