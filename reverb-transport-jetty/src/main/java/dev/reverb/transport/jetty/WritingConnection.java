package dev.reverb.transport.jetty;

import dev.reverb.spi.transport.ConnectionLane;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.ServerEndpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/**
 * The outbound side of a connection, on its lane.
 *
 * <p>To a plain socket frames are written through its channel; to Jetty's TLS by {@code flush}; to whatever else by {@code
 * write}, as a copy. What the socket has no room for is waited for by a {@link PendingWrite}, and while there is one
 * nothing else is written: Jetty allows one writer at a time.
 */
abstract class WritingConnection extends EndPointConnection {

    /**
     * How much of a short write is handed to Jetty, in bytes. Jetty tells of room in the socket only by finishing a write
     * of its own, and what it holds is copied: so it gets little, and the engine keeps the rest.
     */
    private static final int REST = 512;

    /** The socket, where nothing of Jetty's lies between. */
    private final @Nullable SocketChannel channel;

    WritingConnection(EndPoint endPoint, ConnectionLane lane, ServerEndpoint endpoint, HttpRequest request) {
        super(endPoint, lane, endpoint, request);
        // A subclass may want to see what is written.
        this.channel = endPoint.getClass() == SocketChannelEndPoint.class
                ? ((SocketChannelEndPoint) endPoint).getChannel()
                : null;
    }

    @Override
    protected final boolean isDrainedByShortRead() {
        return channel != null;
    }

    @Override
    protected final boolean send(ByteBuffer frames) throws IOException {
        SocketChannel socket = channel;
        if (socket != null) {
            return writeToSocket(socket, frames);
        }
        return endPoint instanceof SslConnection.SslEndPoint ? writeToTls(frames) : hand(frames, frames.remaining());
    }

    private boolean writeToSocket(SocketChannel socket, ByteBuffer frames) throws IOException {
        socket.write(frames);
        while (frames.hasRemaining()) {
            if (!hand(frames, REST)) {
                return false;
            }
            socket.write(frames);
        }
        return true;
    }

    /** Jetty's TLS may take everything and still have records to send; a write of nothing ends when they are gone. */
    private boolean writeToTls(ByteBuffer frames) throws IOException {
        while (!endPoint.flush(frames)) {
            if (!isWritten(BufferUtil.EMPTY_BUFFER)) {
                return false;
            }
        }
        return true;
    }

    /** Hands a copy of the next bytes to Jetty, and returns whether they have been written. */
    private boolean hand(ByteBuffer frames, int most) throws IOException {
        ByteBuffer copy = ByteBuffer.allocate(Math.min(frames.remaining(), most));
        int end = frames.limit();
        frames.limit(frames.position() + copy.capacity());
        copy.put(frames).flip();
        frames.limit(end);
        return isWritten(copy);
    }

    private boolean isWritten(ByteBuffer bytes) throws IOException {
        PendingWrite write = new PendingWrite(this);
        endPoint.write(write, bytes);
        return switch (write.result()) {
            case WRITTEN -> true;
            case FAILED -> throw new IOException("The connection is gone");
            case PENDING, CALLING -> false;
        };
    }

    /** A write that had to wait is done. */
    final void written() {
        writable();
    }

    final void onLane(Runnable task) {
        connectionLane().run(task);
    }

    @Override
    protected final void shutdownOutput() {
        endPoint.shutdownOutput();
    }
}
