package dev.reverb.transport.jetty;

import dev.reverb.spi.transport.ByteStreamConnection;
import dev.reverb.spi.transport.ConnectionLane;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.ServerEndpoint;
import java.util.EventListener;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;

/**
 * As little as Jetty asks of a connection. Jetty's own base class keeps a list of listeners, a time and two callbacks for
 * each, which matters for connections that mostly do nothing.
 */
abstract class EndPointConnection extends ByteStreamConnection implements Connection {

    final EndPoint endPoint;

    EndPointConnection(EndPoint endPoint, ConnectionLane lane, ServerEndpoint engine, HttpRequest request) {
        super(lane, engine, request);
        this.endPoint = endPoint;
    }

    @Override
    public final EndPoint getEndPoint() {
        return endPoint;
    }

    /** Idleness is the engine's to judge, whatever a host that shuts down sets. */
    @Override
    public final boolean onIdleExpired(TimeoutException timeout) {
        return false;
    }

    @Override
    public final void close() {
        endPoint.close();
    }

    @Override
    public final long getCreatedTimeStamp() {
        return endPoint.getCreatedTimeStamp();
    }

    @Override
    public final void addEventListener(EventListener listener) {}

    @Override
    public final void removeEventListener(EventListener listener) {}

    // Figures that Jetty may ask for, -1 for unknown; the engine keeps its own.

    @Override
    public final long getMessagesIn() {
        return -1;
    }

    @Override
    public final long getMessagesOut() {
        return -1;
    }

    @Override
    public final long getBytesIn() {
        return -1;
    }

    @Override
    public final long getBytesOut() {
        return -1;
    }
}
