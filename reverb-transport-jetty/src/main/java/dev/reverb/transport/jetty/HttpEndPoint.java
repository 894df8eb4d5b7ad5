package dev.reverb.transport.jetty;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A plain socket of our own server while it speaks HTTP. The answer to an upgrade is kept back, so that it goes out in one piece
 * with the first frame, which follows at once.
 */
final class HttpEndPoint extends SocketChannelEndPoint {

    private boolean upgrading;
    private @Nullable ByteBuffer kept;

    HttpEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
        super(channel, selector, key, scheduler);
    }

    /** What is written from now on is kept. */
    void beginUpgrade() {
        upgrading = true;
    }

    /** What has been kept, or null. */
    @Nullable
    ByteBuffer kept() {
        return kept;
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        if (!upgrading) {
            return super.flush(buffers);
        }
        for (ByteBuffer buffer : buffers) {
            kept = joined(kept, buffer);
        }
        return true;
    }

    private static ByteBuffer joined(@Nullable ByteBuffer before, ByteBuffer more) {
        ByteBuffer joined = ByteBuffer.allocate((before == null ? 0 : before.remaining()) + more.remaining());
        if (before != null) {
            joined.put(before);
        }
        return joined.put(more).flip();
    }
}
