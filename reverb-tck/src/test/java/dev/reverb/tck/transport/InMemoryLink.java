package dev.reverb.tck.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.spi.websocket.WebSocketHandshake;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.InMemoryTransport;
import dev.reverb.tck.ServerFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

/** Bytes to and from an {@link InMemoryClient}: the handshake is done here, everything behind it is passed on. */
final class InMemoryLink implements ClientLink {

    /** What the client takes before it is read from. */
    private static final int RECEIVE_BUFFER = 100_000;

    private final InMemoryTransport transport;
    private final boolean secure;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private ByteBuffer readable = ByteBuffer.allocate(0);
    private InMemoryClient client;

    InMemoryLink(InMemoryTransport transport, boolean secure) {
        this.transport = transport;
        this.secure = secure;
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
        head.writeBytes(bytes);
        String text = head.toString(ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end >= 0) {
            connect(text.substring(0, end), Arrays.copyOfRange(head.toByteArray(), end + 4, head.size()));
        }
    }

    private void connect(String request, byte[] rest) {
        String[] lines = request.split("\r\n");
        String[] requestLine = lines[0].split(" ");
        InMemoryRequest upgrade =
                InMemoryRequest.of(requestLine[0], requestLine[1]).withTls(secure);
        for (int i = 1; i < lines.length; i++) {
            String[] header = lines[i].split(":", 2);
            upgrade = InMemoryUnderTest.withHeader(upgrade, header[0], header[1].strip());
        }
        // What comes in the handshake's segment is there before the engine has taken over.
        transport.manual();
        client = transport.connect(upgrade);
        client.ignoreClose().allowWrites(RECEIVE_BUFFER);
        if (rest.length > 0) {
            client.send(rest);
        }
        transport.automatic();
        readable = ByteBuffer.wrap(client.refusal().map(InMemoryLink::refusal).orElseGet(InMemoryLink::switching));
    }

    private static byte[] switching() {
        return ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                        + WebSocketHandshake.accept(WebSocketLink.KEY) + "\r\n\r\n")
                .getBytes(ISO_8859_1);
    }

    private static byte[] refusal(HttpResponse response) {
        StringBuilder text = new StringBuilder("HTTP/1.1 " + response.status() + " Refused\r\n");
        response.headers().forEach(header -> text.append(header.getKey() + ": " + header.getValue() + "\r\n"));
        text.append("Content-Length: " + response.body().length + "\r\n\r\n")
                .append(new String(response.body(), ISO_8859_1));
        return text.toString().getBytes(ISO_8859_1);
    }

    @Override
    public int read(byte[] buffer, Duration timeout) throws IOException {
        synchronized (transport) {
            return readAlone(buffer);
        }
    }

    private int readAlone(byte[] buffer) throws IOException {
        if (!readable.hasRemaining()) {
            for (int i = 0; i < 10 && client.unread().isEmpty(); i++) {
                client.allowWrites(RECEIVE_BUFFER);
            }
            if (client.unread().isEmpty()) {
                if (client.isDisconnected()) {
                    return -1;
                }
                throw new SocketTimeoutException();
            }
            readable = bytes(client.next());
        }
        int count = Math.min(buffer.length, readable.remaining());
        readable.get(buffer, 0, count);
        return count;
    }

    private static ByteBuffer bytes(ServerFrame frame) {
        byte[] payload = frame.payload();
        ByteBuffer bytes = ByteBuffer.allocate(10 + payload.length).put((byte) (0x80 | frame.opcode()));
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
