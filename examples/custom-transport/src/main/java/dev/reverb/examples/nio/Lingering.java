package dev.reverb.examples.nio;

import dev.reverb.spi.transport.IncomingBody;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.time.Duration;

/**
 * The end of an HTTP connection that this side closes. Closed at once, with bytes of the peer's unread, the system would
 * reset it, and the peer lose the very answer that says why. So its output is shut, and what still arrives is thrown away
 * until the peer has closed, too, or it is enough. (WebSockets do the same in their base class.)
 */
final class Lingering implements SocketHandler {

    private final NioSocket socket;
    private int left = IncomingBody.MAX_DISCARDED;

    private Lingering(NioSocket socket) {
        this.socket = socket;
    }

    // [linger]
    static void begin(NioSocket socket, Duration patience) throws IOException {
        socket.become(new Lingering(socket));
        socket.setDeadline(patience);
        socket.want(SelectionKey.OP_READ, true);
        socket.channel().shutdownOutput();
    }

    @Override
    public void onReadable() throws IOException {
        int read = socket.channel().read(socket.loop().input());
        left -= read;
        if (read < 0 || left < 0) {
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
