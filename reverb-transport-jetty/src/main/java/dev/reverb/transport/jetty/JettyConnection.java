package dev.reverb.transport.jetty;

import dev.reverb.spi.transport.ConnectionLane;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.ServerEndpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket connection on an endpoint of Jetty's that has been upgraded. What Jetty calls ({@code Connection}) may come on
 * any thread and goes to the lane first; everything else happens there. Plain sockets of our own server have a {@link
 * SocketConnection} instead.
 *
 * <p>Two objects beside the endpoint's.
 */
final class JettyConnection extends WritingConnection implements Connection.UpgradeTo {

    private final Scheduler scheduler;
    private final FillCallback fillCallback = new FillCallback();

    JettyConnection(
            EndPoint endPoint,
            ConnectionLane lane,
            Scheduler scheduler,
            ServerEndpoint endpoint,
            HttpRequest request,
            @Nullable String extensions) {
        super(endPoint, lane, endpoint, request);
        this.scheduler = scheduler;
        negotiated(extensions);
    }

    // ---- what Jetty calls, on any thread ----

    @Override
    public void onUpgradeTo(ByteBuffer buffer) {
        unread(buffer);
    }

    @Override
    public void onOpen() {
        // Idleness is the engine's to judge.
        endPoint.setIdleTimeout(0);
        onLane(this::open);
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        onLane(this::closed);
    }

    /** Bytes have arrived, or never will. */
    private final class FillCallback implements Callback, Runnable {

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }

        @Override
        public void succeeded() {
            onLane(this);
        }

        @Override
        public void run() {
            readable();
        }

        @Override
        public void failed(Throwable cause) {
            endPoint.close(cause);
        }
    }

    // ---- what every raw connection needs, on the lane ----

    /** Jetty's buffers begin at their limit where they are filled. */
    @Override
    protected int fill(ByteBuffer buffer) throws IOException {
        int filled = endPoint.fill(buffer.limit(buffer.position()));
        buffer.position(buffer.limit()).limit(buffer.capacity());
        return filled;
    }

    @Override
    protected void awaitBytes() {
        endPoint.fillInterested(fillCallback);
    }

    @Override
    protected void close(@Nullable Throwable cause) {
        if (cause == null) {
            endPoint.close();
        } else {
            endPoint.close(cause);
        }
    }

    @Override
    protected Runnable after(Duration delay, Runnable task) {
        Scheduler.Task scheduled = scheduler.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        return scheduled::cancel;
    }
}
