package dev.reverb.transport.jetty;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
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

    OwnConnector(Server server, @Nullable ByteBufferPool buffers, int selectors, ConnectionFactory... protocols) {
        super(server, null, null, buffers, 1, selectors, protocols);
    }

    @Override
    protected SelectorManager newSelectorManager(Executor executor, Scheduler scheduler, int selectors) {
        return new OwnSelectors(executor, scheduler, selectors);
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        HttpEndPoint endPoint = new HttpEndPoint(channel, selector, key, getScheduler());
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
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
            getSelectorManager().accept(accepted);
        }
    }
}
