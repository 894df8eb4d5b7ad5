package dev.reverb.tck.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.tck.ClientFrame;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Requests that are none, or could be read in two ways (RFC 9112 section 11.2): they are refused, at the latest by the end
 * of the connection, and the engine is never asked. Others are served on.
 */
abstract class MalformedRequestCases extends KitCase {

    private static final String POST = "POST /kit HTTP/1.1\r\nHost: localhost\r\n";

    private final List<String> asked = new CopyOnWriteArrayList<>();

    MalformedRequestCases(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    @BeforeEach
    final void writeDown() {
        endpoint().onRequest((request, responder) -> {
            asked.add(request.method() + " " + request.path() + " " + new String(request.body(), UTF_8));
            responder.respond(HttpResponse.empty(200));
        });
    }

    private static boolean isRefused(HttpClientLink http) throws IOException {
        try {
            return http.receive().status() >= 400;
        } catch (EOFException | SocketException ended) {
            return true;
        }
    }

    private void expectRefused(String request) throws IOException {
        HttpClientLink http = http();
        try {
            http.send(request);
        } catch (SocketException refusedBeforeItsEnd) {
            // A large one may be.
        }
        assertThat(isRefused(http))
                .as(request.substring(0, Math.min(200, request.length())))
                .isTrue();
        assertThat(asked).isEmpty();
    }

    private void expectOthersServed() throws IOException {
        assertThat(http().send(RequestCases.get("/kit/next")).receive().status())
                .isEqualTo(200);
        assertThat(asked).containsExactly("GET /kit/next ");
    }

    @Test
    void lengthsThatAreNone() throws IOException {
        for (String length : List.of("-1", "abc", "5 5", "0x5", "99999999999999999999999")) {
            expectRefused(POST + "Content-Length: " + length + "\r\n\r\nhello");
        }
        expectOthersServed();
    }

    @Test
    void lengthsThatDiffer() throws IOException {
        expectRefused(POST + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!");
        expectRefused(POST + "Content-Length: 5, 6\r\n\r\nhello!");
        expectOthersServed();
    }

    @Test
    void chunksThatAreNone() throws IOException {
        for (String chunk : List.of("zz\r\nhello\r\n", "-5\r\nhello\r\n", "FFFFFFFFFFFFFFFFF\r\nhello")) {
            expectRefused(POST + "Transfer-Encoding: chunked\r\n\r\n" + chunk + "0\r\n\r\n");
        }
        expectOthersServed();
    }

    @Test
    void aLengthBesideChunksIsNotBelieved() throws IOException {
        String smuggled = RequestCases.get("/kit/smuggled");
        String chunks = "0\r\n\r\n";
        HttpClientLink http = http().send(POST + "Content-Length: " + (chunks.length() + smuggled.length())
                + "\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + smuggled);
        boolean refused = isRefused(http);
        // Whoever reads the chunks sees an empty body, and a request behind it. Nobody may see it in the body.
        assertThat(asked)
                .isSubsetOf("POST /kit ", "GET /kit/smuggled ")
                .allMatch(request -> !refused || request.startsWith("GET"));
    }

    @Test
    void whatIsNotHttp() throws IOException {
        expectRefused("\u0016\u0003\u0001 this is no request\r\n\r\n");
        expectRefused("GET\r\n\r\n");
        expectRefused("GET /kit\u0000 \u0001 HTTP/1.1\r\nHost: localhost\r\n\r\n");
        expectOthersServed();
    }

    @Test
    void headersThatAreTooLong() throws IOException {
        expectRefused("GET /kit HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "x".repeat(2_000_000) + "\r\n\r\n");
        expectRefused("GET /kit?" + "x".repeat(2_000_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        expectOthersServed();
    }

    @Test
    void headersThatAreTooMany() throws IOException {
        expectRefused("GET /kit HTTP/1.1\r\nHost: localhost\r\n" + "X-Many: y\r\n".repeat(200_000) + "\r\n");
        expectOthersServed();
    }

    @Test
    void anUpgradeWithABody() throws IOException {
        for (String framing : List.of("Content-Length: 5", "Transfer-Encoding: chunked")) {
            String body = framing.startsWith("C") ? "hello" : "5\r\nhello\r\n0\r\n\r\n";
            HttpClientLink http = http();
            http.link()
                    .write(ClientFrame.join(
                            (WebSocketLink.upgrade("/app/kit", framing) + body).getBytes(UTF_8),
                            ClientFrame.text("behind")));
            // Refused, or taken with its body thrown away: but a body is never read as frames.
            HttpAnswer answer = http.receive(false);
            assertThat(answer.status()).isIn(101, 400, 411, 413, 501);
            if (answer.status() == 101) {
                assertThat(calls(server(), 1)).containsExactly("text behind");
            }
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void anUpgradeThatIsNoGet() throws IOException {
        for (String method : List.of("POST", "PUT", "OPTIONS")) {
            HttpClientLink http = http();
            http.send(WebSocketLink.upgrade("/app/kit", "Content-Length: 0").replaceFirst("GET", method));
            assertThat(http.receive().status()).isNotEqualTo(101);
        }
        assertThat(endpoint().connections()).isEmpty();
    }

    @Test
    void aConnectionThatEndsWithinARequest() throws IOException {
        String request = POST + "Content-Length: 5\r\n\r\nhello";
        for (int i = 1; i < request.length(); i += 7) {
            http().send(request.substring(0, i)).close();
        }
        expectOthersServed();
    }
}
