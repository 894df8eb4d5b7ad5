package dev.reverb.examples.nio;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.time.Duration;

/**
 * The end of an HTTP connection that this side closes. Closed at once, with bytes of the peer's unread, the system would
 * reset it, and the peer lose the very answer that says why. So its output is shut, and what still arrives is thrown away
 * until the peer has closed, too. (WebSockets do the same in their base class.)
 */
final class Lingering implements SocketHandler {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final NioSocket socket;

    private Lingering(NioSocket socket) {
        this.socket = socket;
    }

    // [linger]
    static void begin(NioSocket socket) throws IOException {
        socket.become(new Lingering(socket));
        socket.setDeadline(PATIENCE);
        socket.want(SelectionKey.OP_READ, true);
        socket.channel().shutdownOutput();
    }

    @Override
    public void onReadable() throws IOException {
        if (socket.channel().read(socket.loop().input()) < 0) {
            socket.close();
        }
    }

    @Override
    public void onDeadline() {
        socket.close();
    }
    // [linger]

    @Override
    public void onWritable() {}

    @Override
    public void onGone() {}
}
