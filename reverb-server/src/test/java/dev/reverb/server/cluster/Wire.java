package dev.reverb.server.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.reverb.spi.websocket.EncodedFrame;
import dev.reverb.tck.ClientFrame;
import dev.reverb.tck.ServerFrame;
import dev.reverb.tck.ServerFrameParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A WebSocket connection to a server on the loopback address, and the ways in which one ends. On its loop's thread only.
 */
final class Wire {

    /** What is told of a connection that ends without a Close frame (RFC 6455 section 7.1.5). */
    static final int ABNORMAL = 1006;

    /** What the connection's owner hears. */
    interface Owner {

        /** A message has come. */
        void received(String message);

        /** It is over, or has never been: a Close frame's code, or {@link #ABNORMAL}. Not told of what the owner ended itself. */
        void closed(int code);
    }

    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(US_ASCII);
    private static final int BUFFER = 64 * 1024;

    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private final StringBuilder head = new StringBuilder();
    private final Deque<ByteBuffer> unsent = new ArrayDeque<>();
    private final ServerFrameParser parser = new ServerFrameParser(this::received);
    private final Owner owner;
    private final String target;
    private SocketChannel channel;
    private SelectionKey key;
    private boolean upgraded;
    private boolean over;

    private Wire(Owner owner, String target) {
        this.owner = owner;
        this.target = target;
    }

    /** Begins to connect. */
    static Wire open(ClientLoop loop, int port, String target, Owner owner) {
        Wire wire = new Wire(owner, target);
        try {
            wire.channel = SocketChannel.open();
            wire.channel.configureBlocking(false);
            wire.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            wire.key = wire.channel.register(loop.selector(), SelectionKey.OP_CONNECT, wire);
            if (wire.channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
                wire.connected();
            }
        } catch (IOException refused) {
            loop.execute(() -> wire.end(ABNORMAL));
        }
        return wire;
    }

    /** The selector says that something can be done. */
    void ready(SelectionKey selected) {
        try {
            if (selected.isConnectable() && channel.finishConnect()) {
                connected();
            }
            if (selected.isValid() && selected.isReadable()) {
                read();
            }
            if (selected.isValid() && selected.isWritable()) {
                flush();
            }
        } catch (IOException broken) {
            end(ABNORMAL);
        }
    }

    private void connected() throws IOException {
        key.interestOps(SelectionKey.OP_READ);
        String request =
                "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        write(request.getBytes(US_ASCII));
    }

    private void read() throws IOException {
        int length = channel.read(buffer.clear());
        while (length > 0 && !over) {
            buffer.flip();
            if (upgraded || readHead()) {
                parser.accept(buffer);
            }
            length = over ? 0 : channel.read(buffer.clear());
        }
        if (length < 0) {
            end(ABNORMAL);
        }
    }

    private boolean readHead() {
        while (buffer.hasRemaining()) {
            head.append((char) buffer.get());
            if (head.length() >= END_OF_HEAD.length && head.indexOf("\r\n\r\n", head.length() - 4) >= 0) {
                upgraded = head.toString().startsWith("HTTP/1.1 101 ");
                if (!upgraded) {
                    end(ABNORMAL);
                }
                return upgraded;
            }
        }
        return false;
    }

    private void received(ServerFrame frame) {
        if (over) {
            return;
        }
        switch (frame.opcode()) {
            case EncodedFrame.TEXT -> owner.received(frame.text());
            case EncodedFrame.PING -> send(ClientFrame.pong(frame.text()));
            case EncodedFrame.CLOSE -> {
                send(ClientFrame.close(frame.closeCode(), ""));
                end(frame.closeCode());
            }
            default -> {}
        }
    }

    /** Sends a message. */
    void send(String message) {
        send(ClientFrame.text(message));
    }

    private void send(byte[] frame) {
        if (!over) {
            try {
                write(frame);
            } catch (IOException broken) {
                end(ABNORMAL);
            }
        }
    }

    private void write(byte[] bytes) throws IOException {
        unsent.add(ByteBuffer.wrap(bytes));
        flush();
    }

    private void flush() throws IOException {
        while (!unsent.isEmpty()) {
            channel.write(unsent.peek());
            if (unsent.peek().hasRemaining()) {
                key.interestOpsOr(SelectionKey.OP_WRITE);
                return;
            }
            unsent.poll();
        }
        key.interestOpsAnd(~SelectionKey.OP_WRITE);
    }

    private void end(int code) {
        if (!over) {
            shut();
            owner.closed(code);
        }
    }

    private void shut() {
        over = true;
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            // That is what was wanted.
        }
    }

    // ---- how a client goes ----

    /** As it should: with a Close frame. */
    void leave() {
        send(ClientFrame.close(1000, ""));
        shut();
    }

    /** As a program that ends: its system says good-bye, nobody else. */
    void drop() {
        shut();
    }

    /** As a system that has crashed and come back: with a reset. */
    void reset() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException alreadyGone) {
            // That is what was wanted.
        }
        shut();
    }

    /** As a phone in a tunnel: the connection stays, and nobody is at its other end. */
    void freeze() {
        over = true;
        key.cancel();
    }

    /** Gives back what a frozen one has of the system. */
    void bury() {
        shut();
    }

    boolean isOver() {
        return over;
    }
}
