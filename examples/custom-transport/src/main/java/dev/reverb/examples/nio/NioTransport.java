package dev.reverb.examples.nio;

import dev.reverb.spi.transport.ConnectionLane;
import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.ListenFailure;
import dev.reverb.spi.transport.ServerEndpoint;
import dev.reverb.spi.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A transport on {@code java.nio} alone, as an example of how one is written: HTTP/1.1 and WebSockets on a port of its own,
 * with as many event loops as there are cores. It has no TLS; put a proxy before it that has.
 *
 * <p>It serves one {@code ReverbServer}, once.
 */
public final class NioTransport implements Transport {

    private static final Logger LOG = LoggerFactory.getLogger(NioTransport.class);

    /** How many connections the system may complete before they are accepted. */
    private static final int BACKLOG = 1_024;

    /** How long to wait where a connection could not be accepted: usually there are no file descriptors left. */
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    private final String host;
    private final int port;
    private final List<EventLoop> loops = new ArrayList<>();
    private volatile @Nullable ServerSocketChannel server;
    private volatile @Nullable Thread acceptor;

    /**
     * A transport.
     *
     * @param host an address or name of this machine; {@code 0.0.0.0} for all of IPv4
     * @param port 1 to 65535, or 0 for any free one; see {@link #port()}
     */
    public NioTransport(String host, int port) {
        this.host = Objects.requireNonNull(host);
        this.port = port;
    }

    @Override
    public String name() {
        return "nio";
    }

    // [start]
    @Override
    public void start(ServerEndpoint endpoint) throws IOException {
        ServerSocketChannel listening = ServerSocketChannel.open();
        try {
            listening.bind(new InetSocketAddress(host, port), BACKLOG);
            for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
                loops.add(new EventLoop("reverb-nio-" + i));
            }
        } catch (IOException | RuntimeException failed) {
            EventLoop.close(listening);
            loops.forEach(EventLoop::discard);
            throw ListenFailure.exception(host, port, failed);
        }
        loops.forEach(EventLoop::start);
        server = listening;
        acceptor = new Thread(() -> accept(listening, endpoint), "reverb-nio-accept");
        acceptor.start();
    }

    @Override
    public List<Lane> lanes() {
        return List.copyOf(loops);
    }

    @Override
    public int port() {
        return started().socket().getLocalPort();
    }
    // [start]

    private ServerSocketChannel started() {
        ServerSocketChannel listening = server;
        if (listening == null) {
            throw new IllegalStateException("The transport has not started");
        }
        return listening;
    }

    // [accept]
    /** Deals sockets out to the loops, one to each in turn. */
    private void accept(ServerSocketChannel listening, ServerEndpoint endpoint) {
        for (int next = 0; listening.isOpen(); next = (next + 1) % loops.size()) {
            try {
                SocketChannel channel = listening.accept();
                loops.get(next).register(channel, endpoint);
            } catch (ClosedChannelException stopped) {
                return;
            } catch (IOException failed) {
                LOG.warn("A connection could not be accepted: {}", failed.getMessage());
                LockSupport.parkNanos(PAUSE);
            }
        }
    }
    // [accept]

    // [stop]
    @Override
    public void stopAccepting() {
        EventLoop.close(started());
        try {
            Objects.requireNonNull(acceptor).join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        ConnectionLane.endAll(loops);
        loops.forEach(EventLoop::end);
    }
    // [stop]

    @Override
    public String toString() {
        return "NioTransport[" + host + ":" + port + "]";
    }
}
