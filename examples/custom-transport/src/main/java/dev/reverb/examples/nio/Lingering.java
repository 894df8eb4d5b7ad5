package dev.reverb.examples.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The end of a socket that this side closes. Closed at once, with bytes of the peer's unread, the system would reset it, and
 * the peer lose what was sent last: the very frame that says why. So its output is shut, and what still arrives is thrown
 * away until the peer has closed, too.
 */
final class Lingering extends SocketHandler {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private Lingering(EventLoop loop, SelectionKey key) {
        super(loop, key);
    }

    // [linger]
    static void begin(EventLoop loop, SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        Lingering lingering = new Lingering(loop, key);
        key.interestOps(SelectionKey.OP_READ);
        lingering.setDeadline(PATIENCE);
        lingering.guarded(lingering.channel::shutdownOutput);
    }

    @Override
    void onReadable() throws IOException {
        @Nullable ByteBuffer thrownAway = read();
        if (thrownAway == null) {
            gone();
        }
    }
    // [linger]

    @Override
    void onWritable() {}

    @Override
    void onGone() {}
}
