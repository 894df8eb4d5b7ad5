package dev.reverb.transport.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.tck.transport.Await;
import dev.reverb.tck.transport.EchoEndpoint;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HostPortHttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** WebSockets over HTTP/2 (RFC 8441) on a host that speaks it: streams have no selector, so lanes are the engine's. */
class JettyHttp2IT {

    private final EchoEndpoint endpoint = new EchoEndpoint();
    private final Server host = new Server();
    private final HTTP2Client http2 = new HTTP2Client();
    private final LinkedBlockingQueue<Integer> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<HttpFields> answered = new CompletableFuture<>();
    private final CompletableFuture<Integer> status = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final MountedJetty mounted = JettyTransport.into(host);

    @BeforeEach
    void start() throws Exception {
        HttpConfiguration http = new HttpConfiguration();
        ServerConnector connector = new ServerConnector(
                host, 1, 1, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
        connector.setHost("127.0.0.1");
        host.addConnector(connector);
        host.start();
        mounted.start(endpoint);
        http2.setInitialStreamRecvWindow(64 * 1024);
        http2.start();
    }

    @AfterEach
    void stop() throws Exception {
        http2.stop();
        mounted.stop();
        endpoint.completeShutdown();
        host.stop();
        endpoint.close();
    }

    private Stream open(String version) throws Exception {
        return open(HttpFields.build().put("Sec-WebSocket-Version", version));
    }

    private Stream open(HttpFields headers) throws Exception {
        int port = ((ServerConnector) host.getConnectors()[0]).getLocalPort();
        Session session = http2.connect(new InetSocketAddress("127.0.0.1", port), new Session.Listener() {})
                .get(10, TimeUnit.SECONDS);
        MetaData.ConnectRequest request = new MetaData.ConnectRequest(
                HttpScheme.HTTP, new HostPortHttpField("localhost", port), "/app/key?protocol=7", headers, "websocket");
        return session.newStream(new HeadersFrame(request, null, false), new Receiver())
                .get(10, TimeUnit.SECONDS);
    }

    /** Takes the answer's status, then bytes, then the end. */
    private final class Receiver implements Stream.Listener {

        @Override
        public void onHeaders(Stream stream, HeadersFrame frame) {
            answered.complete(frame.getMetaData().getHttpFields());
            status.complete(((MetaData.Response) frame.getMetaData()).getStatus());
            if (frame.isEndStream()) {
                ended.complete(null);
            } else {
                stream.demand();
            }
        }

        @Override
        public void onDataAvailable(Stream stream) {
            Stream.Data data = stream.readData();
            if (data == null) {
                stream.demand();
                return;
            }
            ByteBuffer bytes = data.frame().getByteBuffer();
            while (bytes.hasRemaining()) {
                received.add(bytes.get() & 0xFF);
            }
            boolean last = data.frame().isEndStream();
            data.release();
            if (last) {
                ended.complete(null);
            } else {
                stream.demand();
            }
        }
    }

    private static void send(Stream stream, byte[] frame) throws Exception {
        stream.data(new DataFrame(stream.getId(), ByteBuffer.wrap(frame), false))
                .get(10, TimeUnit.SECONDS);
    }

    /** A client's frame with a mask of zero. */
    private static byte[] frame(int opcode, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(6 + payload.length);
        return frame.put((byte) (0x80 | opcode))
                .put((byte) (0x80 | payload.length))
                .putInt(0)
                .put(payload)
                .array();
    }

    private String receiveText() throws InterruptedException {
        assertThat(next()).isEqualTo(0x81);
        int length = next();
        if (length == 126) {
            length = next() << 8 | next();
        } else if (length == 127) {
            length = 0;
            for (int i = 0; i < 8; i++) {
                length = length << 8 | next();
            }
        }
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = (byte) next();
        }
        return new String(text, UTF_8);
    }

    private int next() throws InterruptedException {
        Integer value = received.poll(10, TimeUnit.SECONDS);
        assertThat(value).as("a byte from the server").isNotNull();
        return value;
    }

    @Test
    void anExtendedConnectBecomesAWebSocket() throws Exception {
        Stream stream = open("13");
        assertThat(status.get(10, TimeUnit.SECONDS)).isEqualTo(200);
        send(stream, frame(1, "Hello".getBytes(UTF_8)));
        assertThat(receiveText()).isEqualTo("Hello");
        EchoEndpoint.Echo echo = endpoint.connections().get(0);
        assertThat(echo.target()).isEqualTo("CONNECT /app/key false");
        assertThat(echo.connection().lane()).isSameAs(endpoint.nextLane());
        send(stream, frame(8, new byte[] {3, (byte) 0xE8}));
        ended.get(10, TimeUnit.SECONDS);
        Await.until("the end", () -> echo.calls().contains("disconnect"));
        assertThat(echo.calls()).containsExactly("connect", "text", "close 1000", "disconnect");
    }

    @Test
    void compressionIsAgreedToHereToo() throws Exception {
        endpoint.compress();
        Stream stream = open(HttpFields.build()
                .put("Sec-WebSocket-Version", "13")
                .put("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits"));
        assertThat(answered.get(10, TimeUnit.SECONDS).get("Sec-WebSocket-Extensions"))
                .isEqualTo("permessage-deflate; server_no_context_takeover; client_no_context_takeover");
        send(stream, frame(0x41, new byte[] {0}));
        Await.until(
                "the message",
                () -> !endpoint.connections().isEmpty()
                        && endpoint.connections().get(0).calls().contains("compressed"));
    }

    @Test
    void theAuthorityIsTheHost() throws Exception {
        open("13");
        assertThat(status.get(10, TimeUnit.SECONDS)).isEqualTo(200);
        Await.until("the connection", () -> !endpoint.connections().isEmpty());
        int port = ((ServerConnector) host.getConnectors()[0]).getLocalPort();
        assertThat(endpoint.connections().get(0).host()).isEqualTo("localhost:" + port);
    }

    @Test
    void aFrameLargerThanTheStreamsWindowArrives() throws Exception {
        open("13");
        assertThat(status.get(10, TimeUnit.SECONDS)).isEqualTo(200);
        Await.until("the connection", () -> !endpoint.connections().isEmpty());
        String large = "x".repeat(1_000_000);
        EchoEndpoint.Echo echo = endpoint.connections().get(0);
        endpoint.nextLane().execute(() -> echo.onText(large.getBytes(UTF_8), 0, large.length()));
        assertThat(receiveText()).isEqualTo(large);
    }

    @Test
    void aStreamThatIsResetEndsItsConnection() throws Exception {
        Stream stream = open("13");
        assertThat(status.get(10, TimeUnit.SECONDS)).isEqualTo(200);
        Await.until("the connection", () -> !endpoint.connections().isEmpty());
        stream.reset(new ResetFrame(stream.getId(), ErrorCode.CANCEL_STREAM_ERROR.code), Callback.NOOP);
        EchoEndpoint.Echo echo = endpoint.connections().get(0);
        Await.until("the end", () -> echo.calls().contains("disconnect"));
        assertThat(echo.calls()).containsExactly("connect", "disconnect");
    }

    @Test
    void stoppingEndsStreamsToo() throws Exception {
        open("13");
        assertThat(status.get(10, TimeUnit.SECONDS)).isEqualTo(200);
        Await.until("the connection", () -> !endpoint.connections().isEmpty());
        mounted.stop();
        assertThat(endpoint.connections().get(0).calls()).containsExactly("connect", "disconnect");
        ended.get(10, TimeUnit.SECONDS);
    }

    @Test
    void anExtendedConnectOfAnotherVersionIsRefused() throws Exception {
        open("8");
        assertThat(status.get(10, TimeUnit.SECONDS)).isEqualTo(426);
        assertThat(endpoint.connections()).isEmpty();
    }
}
