package dev.reverb.tck.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.spi.websocket.WebSocketHandshake;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.InMemoryExchange;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.InMemoryTransport;
import dev.reverb.tck.ServerFrame;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/** Bytes to and from an {@link InMemoryClient}: HTTP is done here, what follows a handshake is passed on. */
final class InMemoryLink implements ClientLink {

    /** What the client takes before it is read from. */
    private static final int RECEIVE_BUFFER = 100_000;

    private final InMemoryTransport transport;
    private final InMemoryHttp requests;
    private final Queue<Asked> exchanges = new ArrayDeque<>();
    private ByteBuffer readable = ByteBuffer.allocate(0);
    private InMemoryClient client;
    private boolean closed;

    private record Asked(String method, InMemoryExchange exchange) {}

    InMemoryLink(InMemoryTransport transport, boolean secure) {
        this.transport = transport;
        this.requests = new InMemoryHttp(secure);
    }

    /** One client at a time, since whoever sends runs the lanes. */
    @Override
    public void write(byte[] bytes) throws IOException {
        synchronized (transport) {
            writeAlone(bytes);
        }
    }

    private void writeAlone(byte[] bytes) throws IOException {
        if (client != null) {
            if (client.isDisconnected()) {
                throw new SocketException("The server has ended the connection");
            }
            client.send(bytes);
            return;
        }
        requests.add(bytes);
        InMemoryRequest request = requests.next();
        while (client == null && request != null) {
            if (WebSocketHandshake.isUpgrade(request)) {
                connect(request, requests.rest());
            } else {
                exchanges.add(new Asked(request.method(), transport.request(request)));
            }
            request = client == null ? requests.next() : null;
        }
    }

    private void connect(InMemoryRequest upgrade, byte[] rest) {
        // What comes in the handshake's segment is there before the engine has taken over.
        transport.manual();
        client = transport.connect(upgrade);
        client.ignoreClose().allowWrites(RECEIVE_BUFFER);
        if (rest.length > 0) {
            client.send(rest);
        }
        transport.automatic();
        readable = ByteBuffer.wrap(
                client.refusal().map(refusal -> answer(refusal, true)).orElseGet(this::switching));
    }

    private byte[] switching() {
        String extensions = client.extensions()
                .map(answered -> "Sec-WebSocket-Extensions: " + answered + "\r\n")
                .orElse("");
        return ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                        + WebSocketHandshake.accept(WebSocketLink.KEY) + "\r\n" + extensions + "\r\n")
                .getBytes(ISO_8859_1);
    }

    private static byte[] answer(HttpResponse response, boolean withBody) {
        StringBuilder text = new StringBuilder("HTTP/1.1 " + response.status() + " Status\r\n");
        response.headers().forEach(header -> text.append(header.getKey() + ": " + header.getValue() + "\r\n"));
        text.append("Content-Length: " + response.body().length + "\r\n\r\n");
        if (withBody) {
            text.append(new String(response.body(), ISO_8859_1));
        }
        return text.toString().getBytes(ISO_8859_1);
    }

    @Override
    public int read(byte[] buffer, Duration timeout) throws IOException {
        long end = System.nanoTime() + timeout.toNanos();
        synchronized (transport) {
            while (!readable.hasRemaining() && !isEnded() && !receive()) {
                if (System.nanoTime() - end >= 0) {
                    throw new SocketTimeoutException();
                }
                waitForOthers();
            }
            if (!readable.hasRemaining()) {
                return -1;
            }
            int count = Math.min(buffer.length, readable.remaining());
            readable.get(buffer, 0, count);
            return count;
        }
    }

    /** The engine has timers, and other clients their threads. */
    private void waitForOthers() {
        try {
            transport.wait(2);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private boolean isEnded() {
        return closed
                || client != null && client.isDisconnected() && client.unread().isEmpty();
    }

    private boolean receive() {
        transport.settle();
        return client == null ? receiveAnswer() : receiveFrame();
    }

    private boolean receiveAnswer() {
        Asked first = exchanges.peek();
        if (first == null || !first.exchange().isAnswered()) {
            return false;
        }
        exchanges.remove();
        closed = first.exchange().header("Connection").filter("close"::equals).isPresent();
        readable = ByteBuffer.wrap(
                answer(first.exchange().response(), !first.method().equals("HEAD")));
        return true;
    }

    private boolean receiveFrame() {
        for (int i = 0; i < 10 && client.unread().isEmpty(); i++) {
            client.allowWrites(RECEIVE_BUFFER);
        }
        if (client.unread().isEmpty()) {
            return false;
        }
        readable = bytes(client.next());
        return true;
    }

    private static ByteBuffer bytes(ServerFrame frame) {
        byte[] payload = frame.isCompressed() ? frame.deflated() : frame.payload();
        int bits = frame.isCompressed() ? 0xC0 : 0x80;
        ByteBuffer bytes = ByteBuffer.allocate(10 + payload.length).put((byte) (bits | frame.opcode()));
        if (payload.length < 126) {
            bytes.put((byte) payload.length);
        } else if (payload.length < 65_536) {
            bytes.put((byte) 126).putShort((short) payload.length);
        } else {
            bytes.put((byte) 127).putLong(payload.length);
        }
        return bytes.put(payload).flip();
    }

    @Override
    public void reset() {
        close();
    }

    @Override
    public void close() {
        synchronized (transport) {
            if (client != null && !client.isDisconnected()) {
                client.vanish();
            }
        }
    }
}
