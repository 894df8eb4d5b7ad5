package dev.reverb.transport.undertow;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.Option;
import org.xnio.StreamConnection;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.conduits.StreamSourceConduit;
import org.xnio.conduits.WriteReadyHandler;

/**
 * A connection of our own server as Undertow's HTTP sees it, until it has become a WebSocket. What HTTP hangs onto a
 * connection, some 800 bytes, stays as long as that lives; so it gets this one, whose life can end while the socket's goes
 * on:
 *
 * <pre>
 *   HTTP ─▶ HttpPhase ─▶ conduits of the socket ◀─ socket ◀─ UndertowConnection
 *           until the upgrade                              from then on
 * </pre>
 */
final class HttpPhase extends StreamConnection {

    private final StreamConnection socket;
    private final UpgradeSink sink;
    private final Closing closing = new Closing(this);
    private boolean over;

    /** Told when the socket has closed, and tells whom it concerns at that time: listeners of XNIO's cannot be taken off. */
    private static final class Closing implements ChannelListener<Channel> {
        private @Nullable HttpPhase http;
        private @Nullable ChannelListener<? super StreamConnection> next;

        Closing(HttpPhase http) {
            this.http = http;
        }

        @Override
        public void handleEvent(Channel closed) {
            HttpPhase present = http;
            if (present != null) {
                IoUtils.safeClose(present);
            } else {
                ChannelListeners.invokeChannelListener((StreamConnection) closed, next);
            }
        }
    }

    HttpPhase(StreamConnection socket) {
        super(socket.getIoThread());
        this.socket = socket;
        setSourceConduit(socket.getSourceChannel().getConduit());
        sink = new UpgradeSink(socket.getSinkChannel().getConduit());
        setSinkConduit(sink);
        socket.setCloseListener(closing);
    }

    StreamConnection socket() {
        return socket;
    }

    /** What HTTP sends from now on, the answer to an upgrade, is kept. */
    void beginUpgrade() {
        sink.keep();
    }

    /** The answer that has been kept, or null. */
    @Nullable
    ByteBuffer kept() {
        return sink.kept();
    }

    /**
     * Ends HTTP and leaves the socket open. On its I/O thread, once.
     *
     * @param closeListener told from now on when the socket closes
     */
    void end(ChannelListener<? super StreamConnection> closeListener) {
        StreamSourceConduit source = socket.getSourceChannel().getConduit();
        StreamSinkConduit sink = socket.getSinkChannel().getConduit();
        source.setReadReadyHandler(new ReadReadyHandler.ChannelListenerHandler<>(socket.getSourceChannel()));
        sink.setWriteReadyHandler(new WriteReadyHandler.ChannelListenerHandler<>(socket.getSinkChannel()));
        closing.next = closeListener;
        closing.http = null;
        over = true;
        IoUtils.safeClose(this);
        if (!socket.isOpen()) {
            closing.handleEvent(socket);
        }
    }

    @Override
    protected void closeAction() throws IOException {
        if (!over) {
            socket.close();
        }
    }

    @Override
    protected void notifyReadClosed() {
        if (!over) {
            super.notifyReadClosed();
        }
    }

    @Override
    protected void notifyWriteClosed() {
        if (!over) {
            super.notifyWriteClosed();
        }
    }

    @Override
    public SocketAddress getPeerAddress() {
        return socket.getPeerAddress();
    }

    @Override
    public SocketAddress getLocalAddress() {
        return socket.getLocalAddress();
    }

    @Override
    public boolean supportsOption(Option<?> option) {
        return socket.supportsOption(option);
    }

    @Override
    public <T> @Nullable T getOption(Option<T> option) throws IOException {
        return socket.getOption(option);
    }

    @Override
    public <T> @Nullable T setOption(Option<T> option, T value) throws IOException {
        return socket.setOption(option, value);
    }
}
