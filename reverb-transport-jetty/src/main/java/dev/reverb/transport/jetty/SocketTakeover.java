package dev.reverb.transport.jetty;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.jspecify.annotations.Nullable;

/** What Jetty upgrades an endpoint of our own server to, for as long as {@link SocketConnection} needs to take the socket. */
final class SocketTakeover extends AbstractConnection.NonBlocking implements Connection.UpgradeTo {

    private final HttpEndPoint endPoint;
    private final OwnConnector connector;
    private final SocketConnection connection;
    private @Nullable ByteBuffer unread;

    SocketTakeover(HttpEndPoint endPoint, OwnConnector connector, SocketConnection connection) {
        super(endPoint, connector.getExecutor());
        this.endPoint = endPoint;
        this.connector = connector;
        this.connection = connection;
    }

    @Override
    public void onUpgradeTo(ByteBuffer buffer) {
        unread = buffer;
    }

    @Override
    public void onOpen() {
        endPoint.setIdleTimeout(0);
        connector.forget(endPoint);
        connection.begin(endPoint.kept(), unread);
    }

    @Override
    public void onFillable() {
        throw new IllegalStateException("Nothing is read through the endpoint any more");
    }
}
