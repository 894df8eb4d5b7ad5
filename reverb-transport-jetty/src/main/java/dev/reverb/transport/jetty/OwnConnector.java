package dev.reverb.transport.jetty;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts connections and sets them up by their channels. Jetty's way goes through {@code channel.socket()}, which makes
 * objects of 100 bytes for every connection, and keeps them as long as it lives.
 */
final class OwnConnector extends ServerConnector {

    private static final Logger LOG = LoggerFactory.getLogger(OwnConnector.class);

    /** Accepted, and not yet an endpoint: a selector that has stopped makes none of them, and does not close them either. */
    private final Set<SocketChannel> underWay = ConcurrentHashMap.newKeySet();

    private volatile boolean stopping;

    OwnConnector(Server server, @Nullable ByteBufferPool buffers, int selectors, ConnectionFactory... protocols) {
        super(server, null, null, buffers, 1, selectors, protocols);
    }

    @Override
    protected SelectorManager newSelectorManager(Executor executor, Scheduler scheduler, int selectors) {
        return new OwnSelectors(executor, scheduler, selectors);
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        underWay.remove(channel);
        HttpEndPoint endPoint = new HttpEndPoint(channel, selector, key, getScheduler());
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }

    @Override
    protected void onEndPointOpened(EndPoint endPoint) {
        super.onEndPointOpened(endPoint);
        // Its selector may not come to it any more. One that was opened before this was set is closed by its selector.
        if (stopping) {
            endPoint.close();
        }
    }

    @Override
    protected void doStart() throws Exception {
        stopping = false;
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        stopping = true;
        try {
            super.doStop();
        } finally {
            underWay.forEach(OwnConnector::close);
            underWay.clear();
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException gone) {
            LOG.debug("A client was gone before it was refused", gone);
        }
    }

    /** An endpoint whose socket goes on without it. */
    void forget(EndPoint endPoint) {
        onEndPointClosed(endPoint);
    }

    /** Leaves to the selectors what they can do; with TLS, where making an engine takes its time, to Jetty's pool as ever. */
    private final class OwnSelectors extends ServerConnectorManager {

        OwnSelectors(Executor executor, Scheduler scheduler, int selectors) {
            super(executor, scheduler, selectors);
        }

        @Override
        protected ManagedSelector newSelector(int id) {
            return getConnectionFactory(SslConnectionFactory.class) == null
                    ? new SelectorLoop(this, id)
                    : super.newSelector(id);
        }

        @Override
        protected void execute(Runnable task) {
            for (ManagedSelector selector : getBeans(ManagedSelector.class)) {
                if (selector instanceof SelectorLoop loop && loop.takes(task)) {
                    return;
                }
            }
            super.execute(task);
        }
    }

    @Override
    public void accept(int acceptor) throws IOException {
        if (getTransport() instanceof ServerSocketChannel listening && listening.isOpen()) {
            SocketChannel accepted = listening.accept();
            try {
                accepted.configureBlocking(false);
                accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
            } catch (IOException gone) {
                LOG.debug("A client was gone before it was accepted", gone);
                accepted.close();
                return;
            }
            underWay.add(accepted);
            getSelectorManager().accept(accepted);
            if (stopping && underWay.remove(accepted)) {
                close(accepted);
            }
        }
    }
}
