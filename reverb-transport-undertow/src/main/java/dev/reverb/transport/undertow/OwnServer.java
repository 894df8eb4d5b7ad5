package dev.reverb.transport.undertow;

import dev.reverb.spi.transport.ListenFailure;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/**
 * Undertow's HTTP on a port and threads of its own, serving nothing but the engine. Put together from Undertow's parts, since
 * its {@code Undertow} accepts as soon as it is started, and until all of it is stopped.
 */
final class OwnServer {

    private static final Logger LOG = LoggerFactory.getLogger(OwnServer.class);

    /** Connections that wait for being accepted, after a restart when all clients come back at once. */
    private static final int ACCEPT_BACKLOG = 4_096;

    /** How long a kept HTTP connection may be idle, and how long headers may take to come, in milliseconds. */
    static final int IDLE_TIMEOUT = 30_000;

    /** How large the head of a request may be, in bytes; Undertow's own limit is a megabyte. */
    static final int MAX_HEAD = 16 * 1024;

    /** Undertow's own choice: 16 KiB less room for what it adds around them. */
    private static final int BUFFER_SIZE = 16 * 1024 - 20;

    /** Threads for what may block; Undertow itself needs few. */
    private static final int OTHER_THREADS = 4;

    private static final int STOP_TIMEOUT = 5;

    private static final OptionMap SOCKETS = OptionMap.builder()
            .set(Options.TCP_NODELAY, true)
            .set(Options.REUSE_ADDRESSES, true)
            .set(Options.BACKLOG, ACCEPT_BACKLOG)
            .getMap();

    private final XnioWorker worker;
    private final AcceptingChannel<? extends StreamConnection> listening;

    private OwnServer(XnioWorker worker, AcceptingChannel<? extends StreamConnection> listening) {
        this.worker = worker;
        this.listening = listening;
    }

    /** Binds the port and starts the threads; nothing is accepted before {@link #accept}. */
    static OwnServer start(
            String host, int port, int ioThreads, int idleTimeout, @Nullable SSLContext tls, HttpHandler handler)
            throws IOException {
        Xnio xnio = Xnio.getInstance(Undertow.class.getClassLoader());
        XnioWorker worker = xnio.createWorker(threads(ioThreads));
        HttpOpenListener http =
                new HttpOpenListener(new DefaultByteBufferPool(true, BUFFER_SIZE, -1, 4), http(idleTimeout));
        http.setRootHandler(handler);
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
            return new OwnServer(worker, listen(xnio, worker, address, tls, http));
        } catch (IOException | RuntimeException refused) {
            worker.shutdown();
            throw ListenFailure.exception(host, port, refused);
        }
    }

    private static AcceptingChannel<? extends StreamConnection> listen(
            Xnio xnio, XnioWorker worker, InetSocketAddress address, @Nullable SSLContext tls, HttpOpenListener http)
            throws IOException {
        if (tls == null) {
            return worker.createStreamConnectionServer(
                    address, accepting((StreamConnection socket) -> http.handleEvent(new HttpPhase(socket))), SOCKETS);
        }
        return new UndertowXnioSsl(xnio, OptionMap.EMPTY, tls)
                .createSslConnectionServer(worker, address, accepting(http), SOCKETS);
    }

    /** As XNIO's, but XNIO's takes it for an error where the port is closed while clients connect. */
    private static <C extends StreamConnection> ChannelListener<AcceptingChannel<C>> accepting(
            ChannelListener<? super C> open) {
        return listening -> {
            try {
                C accepted = listening.accept();
                if (accepted != null) {
                    ChannelListeners.invokeChannelListener(accepted, open);
                }
            } catch (ClosedChannelException over) {
                LOG.debug("The port has been closed meanwhile");
            } catch (IOException failed) {
                LOG.warn("A connection could not be accepted", failed);
            }
        };
    }

    private static OptionMap http(int idleTimeout) {
        return OptionMap.builder()
                // Paths are passed on as they came; judging them is the engine's.
                .set(UndertowOptions.DECODE_URL, false)
                .set(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, true)
                .set(UndertowOptions.NO_REQUEST_TIMEOUT, idleTimeout)
                .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, idleTimeout)
                .set(UndertowOptions.MAX_HEADER_SIZE, MAX_HEAD)
                // The engine's limit holds, and what is dropped has one of its own. Undertow's, 2 MiB, would end the
                // connection.
                .set(UndertowOptions.MAX_ENTITY_SIZE, RequestBody.NO_LIMIT)
                .set(UndertowOptions.BUFFER_PIPELINED_DATA, true)
                .getMap();
    }

    private static OptionMap threads(int ioThreads) {
        return OptionMap.builder()
                .set(Options.WORKER_NAME, "reverb-undertow")
                .set(Options.WORKER_IO_THREADS, ioThreads)
                .set(Options.WORKER_TASK_CORE_THREADS, 1)
                .set(Options.WORKER_TASK_MAX_THREADS, OTHER_THREADS)
                .getMap();
    }

    int port() {
        return listening.getLocalAddress(InetSocketAddress.class).getPort();
    }

    XnioWorker worker() {
        return worker;
    }

    void accept() {
        listening.resumeAccepts();
    }

    /** Closes the port only. */
    void stopAccepting() {
        IoUtils.safeClose(listening);
    }

    void stop() {
        worker.shutdown();
        try {
            if (!worker.awaitTermination(STOP_TIMEOUT, TimeUnit.SECONDS)) {
                LOG.warn("Undertow did not stop within {} seconds", STOP_TIMEOUT);
                worker.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
