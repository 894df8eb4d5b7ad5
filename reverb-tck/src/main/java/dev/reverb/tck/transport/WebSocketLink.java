package dev.reverb.tck.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A WebSocket client over a {@link ClientLink}: it reads strictly and sends whatever the test wants. */
final class WebSocketLink implements AutoCloseable {

    static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private final HttpClientLink http;
    private final boolean framesItself;
    private final Deque<ServerFrame> frames = new ArrayDeque<>();
    private final ServerFrameParser parser;
    private final byte[] buffer = new byte[16 * 1024];

    private boolean answersClose;
    private boolean closing;

    private WebSocketLink(HttpClientLink http, boolean framesItself) {
        this.http = http;
        this.framesItself = framesItself;
        this.parser =
                framesItself ? new ServerFrameParser(frames::add) : ServerFrameParser.joiningFragments(frames::add);
        this.answersClose = !framesItself;
    }

    /** From now on answers a Close, as every honest client does. */
    WebSocketLink answeringCloses() {
        answersClose = true;
        return this;
    }

    /** What a raw transport answers to that. */
    static final String COMPRESSION = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    /** How browsers offer compression. */
    static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits";

    /** The request that opens a WebSocket, as a browser sends it. */
    static String upgrade(String target, String... moreHeaders) {
        List<String> headers = new ArrayList<>(List.of(OFFER));
        headers.addAll(List.of(moreHeaders));
        return upgradeWith(target, headers);
    }

    /** The same with other offers, or none, among its headers. */
    static String upgradeWith(String target, List<String> moreHeaders) {
        return "GET " + target
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n"
                + "Origin: https://app.example\r\nX-Kit: present\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + KEY + "\r\n"
                + String.join(
                        "", moreHeaders.stream().map(header -> header + "\r\n").toList()) + "\r\n";
    }

    /** Connects, and sends more right behind the handshake, in the same segment. */
    static WebSocketLink connect(ClientLink link, boolean framesItself, String target, byte[]... more)
            throws IOException {
        HttpClientLink http = new HttpClientLink(link);
        link.write(ClientFrame.join(upgrade(target).getBytes(UTF_8), ClientFrame.join(more)));
        return opened(http, framesItself);
    }

    /** Connects with compression, which must be agreed to as our raw transports do. */
    static WebSocketLink connectCompressed(ClientLink link, String target, byte[]... more) throws IOException {
        HttpClientLink http = new HttpClientLink(link);
        link.write(ClientFrame.join(upgrade(target).getBytes(UTF_8), ClientFrame.join(more)));
        return opened(http, true, Optional.of(COMPRESSION));
    }

    /** Reads the answer to an upgrade that has been sent. */
    static WebSocketLink opened(HttpClientLink http, boolean framesItself) throws IOException {
        return opened(http, framesItself, Optional.empty());
    }

    /** Reads the answer to an upgrade that has been sent, which must have these extensions. */
    static WebSocketLink opened(HttpClientLink http, boolean framesItself, Optional<String> extensions)
            throws IOException {
        HttpAnswer answer = http.receive(false);
        assertThat(answer.status()).as("The answer to the upgrade").isEqualTo(101);
        assertThat(answer.header("upgrade"))
                .hasValueSatisfying(value -> assertThat(value).isEqualToIgnoringCase("websocket"));
        // A list, to which a container may add keep-alive.
        assertThat(answer.header("connection"))
                .hasValueSatisfying(value -> assertThat(value.split(" *, *")).anyMatch("upgrade"::equalsIgnoreCase));
        assertThat(answer.header("sec-websocket-accept")).contains(WebSocketHandshake.accept(KEY));
        assertThat(answer.header("sec-websocket-protocol")).isEmpty();
        assertThat(answer.header("sec-websocket-extensions")).isEqualTo(extensions);
        WebSocketLink socket = new WebSocketLink(http, framesItself);
        if (extensions.isPresent()) {
            socket.parser.acceptCompressed();
        }
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
    private @Nullable ServerFrame read(Duration timeout) throws IOException {
        while (frames.isEmpty()) {
            int count = http.link().read(buffer, timeout);
            if (count < 0) {
                return null;
            }
            parser.accept(ByteBuffer.wrap(buffer, 0, count));
        }
        ServerFrame frame = frames.remove();
        if (frame.opcode() == EncodedFrame.CLOSE && answersClose) {
            answerClose(frame);
        }
        return frame;
    }

    private void answerClose(ServerFrame frame) {
        try {
            close(frame.closeCode(), "");
        } catch (IOException ended) {
            // The container has not waited.
        }
    }

    ServerFrame next() throws IOException {
        return Objects.requireNonNull(read(LinkCase.DEADLINE), "The server ended the connection");
    }

    void expectText(String text) throws IOException {
        ServerFrame frame = next();
        while (!framesItself && frame.opcode() == EncodedFrame.PONG) {
            // A container answers pings at any time, also while the engine does not read.
            frame = next();
        }
        assertThat(frame.opcode()).isEqualTo(EncodedFrame.TEXT);
        assertThat(frame.text()).isEqualTo(text);
    }

    void expectClose(int code) throws IOException {
        assertClose(code, next());
    }

    private static void assertClose(int code, @Nullable ServerFrame frame) {
        assertThat(frame).as("A Close frame").isNotNull();
        assertThat(String.valueOf(frame)).matches("CLOSE " + code + "( .*)?");
    }

    /** Reads frames until one of a kind. */
    void skipTo(int opcode) throws IOException {
        ServerFrame frame = next();
        while (frame.opcode() != opcode) {
            frame = next();
        }
    }

    /** Sends a Close, once. */
    void close(int code, String reason) throws IOException {
        if (!closing) {
            closing = true;
            send(ClientFrame.close(code, reason));
        }
    }

    /** Asserts that the server ends the connection, in order or, where it left bytes unread, by a reset. */
    void expectEnd() throws IOException {
        ServerFrame frame = readOrEnd();
        if (frame != null && !framesItself && frame.opcode() == EncodedFrame.CLOSE) {
            frame = readOrEnd();
        }
        assertThat(frame).isNull();
    }

    /** Asserts that the server ends the connection by an end, not by a reset. */
    void expectEndInOrder() throws IOException {
        assertThat(read(LinkCase.DEADLINE)).isNull();
    }

    /** Asserts that the server closes with this code and ends the connection; a container may just end it. */
    void expectViolation(int code) throws IOException {
        ServerFrame frame = readOrEnd();
        if (frame != null || framesItself || code == 1003 || code == 1009) {
            assertClose(code, frame);
            expectEnd();
        }
    }

    private @Nullable ServerFrame readOrEnd() throws IOException {
        try {
            return read(LinkCase.DEADLINE);
        } catch (SocketException reset) {
            assertThat(frames).isEmpty();
            return null;
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
