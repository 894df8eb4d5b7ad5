package dev.reverb.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.websocket.EncodedFrame;
import dev.reverb.spi.websocket.WebSocketHandshake;
import dev.reverb.tck.ClientFrame;
import dev.reverb.tck.ServerFrame;
import dev.reverb.tck.ServerFrameParser;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/** A WebSocket client over a {@link ClientLink}: it reads strictly and sends whatever the test wants. */
final class WebSocketLink implements AutoCloseable {

    static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private final HttpClientLink http;
    private final Deque<ServerFrame> frames = new ArrayDeque<>();
    private final ServerFrameParser parser = new ServerFrameParser(frames::add);
    private final byte[] buffer = new byte[16 * 1024];

    private WebSocketLink(HttpClientLink http) {
        this.http = http;
    }

    /** The request that opens a WebSocket, as a browser sends it. */
    static String upgrade(String target) {
        return "GET " + target
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n"
                + "Origin: https://app.example\r\nX-Kit: present\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + KEY + "\r\n\r\n";
    }

    /** Connects, and sends more right behind the handshake, in the same segment. */
    static WebSocketLink connect(ClientLink link, String target, byte[]... more) throws IOException {
        HttpClientLink http = new HttpClientLink(link);
        link.write(ClientFrame.join(
                upgrade(target).getBytes(java.nio.charset.StandardCharsets.UTF_8), ClientFrame.join(more)));
        HttpAnswer answer = http.receive(false);
        assertThat(answer.status()).as("The answer to the upgrade").isEqualTo(101);
        assertThat(answer.header("upgrade"))
                .hasValueSatisfying(value -> assertThat(value).isEqualToIgnoringCase("websocket"));
        assertThat(answer.header("connection"))
                .hasValueSatisfying(value -> assertThat(value).isEqualToIgnoringCase("upgrade"));
        assertThat(answer.header("sec-websocket-accept")).contains(WebSocketHandshake.accept(KEY));
        assertThat(answer.header("sec-websocket-protocol")).isEmpty();
        assertThat(answer.header("sec-websocket-extensions")).isEmpty();
        WebSocketLink socket = new WebSocketLink(http);
        socket.parser.accept(ByteBuffer.wrap(http.rest()));
        return socket;
    }

    WebSocketLink send(byte[]... bytes) throws IOException {
        http.link().write(ClientFrame.join(bytes));
        return this;
    }

    WebSocketLink text(String text) throws IOException {
        return send(ClientFrame.text(text));
    }

    /** Reads the next frame; null at the end of the connection. */
    private @org.jspecify.annotations.Nullable ServerFrame read(Duration timeout) throws IOException {
        while (frames.isEmpty()) {
            int count = http.link().read(buffer, timeout);
            if (count < 0) {
                return null;
            }
            parser.accept(ByteBuffer.wrap(buffer, 0, count));
        }
        return frames.remove();
    }

    ServerFrame next() throws IOException {
        return Objects.requireNonNull(read(KitCase.DEADLINE), "The server ended the connection");
    }

    void expectText(String text) throws IOException {
        ServerFrame frame = next();
        assertThat(frame.opcode()).isEqualTo(EncodedFrame.TEXT);
        assertThat(frame.text()).isEqualTo(text);
    }

    void expectClose(int code) throws IOException {
        ServerFrame frame = next();
        assertThat(frame.opcode()).as("%s", frame).isEqualTo(EncodedFrame.CLOSE);
        assertThat(frame.closeCode()).isEqualTo(code);
    }

    /** Asserts that the server ends the connection, in order or, where it left bytes unread, by a reset. */
    void expectEnd() throws IOException {
        try {
            assertThat(read(KitCase.DEADLINE)).isNull();
        } catch (SocketException reset) {
            assertThat(frames).isEmpty();
        }
    }

    void reset() throws IOException {
        http.link().reset();
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
