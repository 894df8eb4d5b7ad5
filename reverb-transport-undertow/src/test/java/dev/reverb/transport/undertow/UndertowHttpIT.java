package dev.reverb.transport.undertow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.tck.transport.Await;
import dev.reverb.tck.transport.EchoEndpoint;
import dev.reverb.tck.transport.RawHttp;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xnio.XnioWorker;

/** What Undertow's HTTP makes of requests, and what is done about that. */
class UndertowHttpIT {

    private static final int IDLE = 200;

    private final EchoEndpoint endpoint = new EchoEndpoint();
    private final XnioLanes lanes = new XnioLanes();
    private final ReverbHandler handler = new ReverbHandler(lanes, true);
    private @Nullable OwnServer server;

    @AfterEach
    void stop() {
        handler.end();
        lanes.end();
        if (server != null) {
            server.stop();
        }
        endpoint.close();
    }

    private int start() throws IOException {
        return start(10_000);
    }

    private int start(int idleTimeout) throws IOException {
        handler.begin(endpoint);
        OwnServer started = OwnServer.start(
                "127.0.0.1", 0, 1, idleTimeout, null, exchange -> handler.handle(exchange, exchange2 -> {}));
        server = started;
        started.accept();
        return started.port();
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    }

    @Test
    void whatIsNoHttpIsRefusedInFewWords() throws Exception {
        assertThat(RawHttp.exchange(start(), "NONSENSE\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("Content-Length: 0\r\n")
                .doesNotContainIgnoringCase("undertow");
    }

    @Test
    void saysNothingOfItself() throws Exception {
        assertThat(RawHttp.exchange(start(), get("/up")))
                .startsWith("HTTP/1.1 200 ")
                .contains("\r\nDate: ")
                .doesNotContain("\r\nServer:", "\r\nX-Powered-By:");
    }

    @Test
    void answersAHeadWithTheLengthOnly() throws Exception {
        String answer = RawHttp.exchange(start(), get("/up").replace("GET", "HEAD"));
        assertThat(answer)
                .startsWith("HTTP/1.1 200 ")
                .containsPattern("\r\nContent-Length: [1-9]")
                .endsWith("\r\n\r\n");
    }

    @Test
    void pathsAndQueriesArePassedOnAsTheyCame() throws Exception {
        int port = start();
        endpoint.onRequest((request, responder) -> responder.respond(HttpResponse.of(
                200, "text/plain", ("<" + request.path() + "|" + request.query() + ">").getBytes(ISO_8859_1))));
        for (String target : new String[] {
            "/a%2Fb%2fc",
            "/%41%e2%82%ac",
            "/a//b",
            "/a/../b/./c",
            "/a;x=1/b;y",
            "/a%00%0A",
            "/a+b",
            "/\u00e9|{}",
            "/:a/b:c"
        }) {
            assertThat(RawHttp.exchange(port, get(target))).endsWith("<" + target + "|null>");
        }
        assertThat(RawHttp.exchange(port, get("/a?x=%2B+&y&?z=/"))).endsWith("</a|x=%2B+&y&?z=/>");
        assertThat(RawHttp.exchange(port, get("http://localhost/a%2Fb?c"))).endsWith("</a%2Fb|c>");
        assertThat(RawHttp.exchange(port, get("http://localhost"))).endsWith("</|null>");
        assertThat(RawHttp.exchange(port, get("*").replace("GET", "OPTIONS"))).endsWith("<*|null>");
    }

    @Test
    void aHeadOfMoreThan16KiBIsRefused() throws Exception {
        int port = start();
        String fits = get("/up").replace("\r\n\r\n", "\r\nX-Long: ");
        assertThat(RawHttp.exchange(port, fits + "x".repeat(OwnServer.MAX_HEAD - fits.length() - 4) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(RawHttp.exchange(port, fits + "x".repeat(OwnServer.MAX_HEAD - fits.length() - 3) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
    }

    /** Undertow would read 2^64 + 5 as 5. */
    @Test
    void aLengthThatNoNumberHoldsIsTooLarge() throws Exception {
        String request =
                "POST /apps/1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 18446744073709551621\r\n\r\n";
        assertThat(RawHttp.exchange(start(), request + "hello")).startsWith("HTTP/1.1 413 ");
    }

    @Test
    void anUpgradeWithABodyIsRefused() throws Exception {
        String upgrade = RawHttp.upgrade("/app/key").replace("\r\n\r\n", "\r\nContent-Length: 5\r\n\r\nhello");
        assertThat(RawHttp.exchange(start(), upgrade))
                .startsWith("HTTP/1.1 400 ")
                .contains("has no body");
        assertThat(endpoint.connections()).isEmpty();
    }

    @Test
    void anUpgradeOverHttp10IsNone() throws Exception {
        String old = RawHttp.upgrade("/app/key").replace("HTTP/1.1", "HTTP/1.0").replace("Connection: ", "X-Was: ");
        assertThat(RawHttp.exchange(start(), old)).contains(" 200 ").contains("/app/key");
        assertThat(endpoint.connections()).isEmpty();
    }

    @Test
    void aHeaderOnSeveralLinesIsReadAsOne() throws Exception {
        String upgrade = RawHttp.upgrade("/app/key")
                .replace("Connection: Upgrade\r\n", "Connection: keep-alive\r\nConnection: Upgrade\r\n");
        assertThat(RawHttp.head(start(), upgrade)).startsWith("HTTP/1.1 101 ");
    }

    @Test
    void theAnswerToAnUpgradeIsExact() throws Exception {
        assertThat(RawHttp.head(start(), RawHttp.upgrade("/app/key")).lines())
                .contains(
                        "HTTP/1.1 101 Switching Protocols",
                        "Connection: Upgrade",
                        "Upgrade: websocket",
                        "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
                .noneMatch(line -> line.startsWith("Content-Length") || line.startsWith("Transfer-Encoding"));
    }

    @Test
    void aConnectionOnWhichNoRequestComesIsClosed() throws Exception {
        assertThat(RawHttp.exchange(start(IDLE), "")).isEmpty();
    }

    @Test
    void aHeadThatDoesNotComeWholeIsGivenUp() throws Exception {
        assertThat(RawHttp.exchange(start(IDLE), "GET /up HTTP/1.1\r\nHost: loc"))
                .isEmpty();
    }

    @Test
    void aKeptConnectionIsClosedWhenIdle() throws Exception {
        assertThat(RawHttp.exchange(start(IDLE), get("/up").replace("close", "keep-alive")))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void anAnswerMayTakeLongerThanAConnectionMayBeIdle() throws Exception {
        ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
        try {
            endpoint.onRequest((request, responder) -> later.schedule(
                    () -> responder.respond(HttpResponse.json(200, "\"late\"")), 4 * IDLE, TimeUnit.MILLISECONDS));
            assertThat(RawHttp.exchange(start(IDLE), get("/up"))).endsWith("\"late\"");
        } finally {
            later.shutdownNow();
        }
    }

    private static final int LARGE = 20_000_000;

    private int startLarge(int idleTimeout) throws IOException {
        endpoint.onRequest(
                (request, responder) -> responder.respond(HttpResponse.of(200, "text/plain", new byte[LARGE])));
        return start(idleTimeout);
    }

    @Test
    void aClientThatTakesNothingOfItsAnswerIsClosed() throws Exception {
        try (Socket client = new Socket("127.0.0.1", startLarge(IDLE))) {
            client.setSoTimeout(10_000);
            client.getOutputStream().write(get("/up").getBytes(ISO_8859_1));
            XnioWorker worker = Objects.requireNonNull(server).worker();
            Await.until("the answer begins", () -> connections(worker) == 1);
            Await.until("the connection is closed", () -> connections(worker) == 0);
        }
    }

    @Test
    void aClientThatTakesItsAnswerSlowlyIsNot() throws Exception {
        try (Socket client = new Socket()) {
            client.setReceiveBufferSize(64 * 1024);
            client.connect(new InetSocketAddress("127.0.0.1", startLarge(3 * IDLE)));
            client.setSoTimeout(10_000);
            client.getOutputStream().write(get("/up").getBytes(ISO_8859_1));
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(6 * IDLE);
            int taken = 0;
            while (System.nanoTime() - end < 0) {
                taken += client.getInputStream().readNBytes(64 * 1024).length;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(IDLE / 40));
            }
            taken += client.getInputStream().readAllBytes().length;
            assertThat(taken).isGreaterThan(LARGE);
        }
    }

    private static int connections(XnioWorker worker) {
        return worker.getMXBean().getServerMXBeans().iterator().next().getConnectionCount();
    }

    @Test
    void anEngineThatFailsIsAnswered500() throws Exception {
        int port = start();
        endpoint.onRequest((request, responder) -> {
            throw new IllegalStateException("thrown by the test on purpose");
        });
        assertThat(RawHttp.exchange(port, get("/up"))).startsWith("HTTP/1.1 500 ");
    }
}
