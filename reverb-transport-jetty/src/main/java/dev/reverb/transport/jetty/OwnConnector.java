package dev.reverb.transport.jetty;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
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
