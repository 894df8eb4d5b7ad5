package dev.reverb.tck.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.transport.HttpResponder;
import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.tck.ClientFrame;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several requests on one connection (RFC 9112 section 9.3), and WebSockets on connections that began otherwise. */
abstract class KeptConnectionCases extends KitCase {

    private static final String HOST = " HTTP/1.1\r\nHost: localhost\r\n";

    KeptConnectionCases(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    private static String post(int number, String body) {
        return "POST /kit/" + number + HOST + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String chunked(int number, String body) {
        return "POST /kit/" + number + HOST + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length())
                + "\r\n" + body + "\r\n0\r\n\r\n";
    }

    private static void expect(HttpClientLink http, String method, int number, String body) throws IOException {
        assertThat(http.receive().body())
                .startsWith(method + "\n/kit/" + number + "\n")
                .endsWith("\n" + body);
    }

    @Test
    void aConnectionServesManyRequests() throws IOException {
        HttpClientLink http = http();
        for (int i = 0; i < 90; i++) {
            if (i % 3 == 0) {
                expect(http.send(RequestCases.get("/kit/" + i)), "GET", i, "");
            } else {
                String request = i % 3 == 1 ? post(i, "body " + i) : chunked(i, "body " + i);
                expect(http.send(request), "POST", i, "body " + i);
            }
        }
    }

    @Test
    void requestsOfAllKindsMayComeInOneSegment() throws IOException {
        HttpClientLink http = http().send(RequestCases.get("/kit/1") + post(2, "two") + "HEAD /kit/3" + HOST + "\r\n"
                + chunked(4, "four") + post(5, "") + RequestCases.get("/kit/6"));
        expect(http, "GET", 1, "");
        expect(http, "POST", 2, "two");
        assertThat(http.receive(false).status()).isEqualTo(200);
        expect(http, "POST", 4, "four");
        expect(http, "POST", 5, "");
        expect(http, "GET", 6, "");
    }

    @Test
    void manyRequestsMayComeInOneSegment() throws IOException {
        StringBuilder all = new StringBuilder();
        IntStream.range(0, 90).forEach(i -> all.append(i % 2 == 0 ? RequestCases.get("/kit/" + i) : post(i, "b" + i)));
        HttpClientLink http = http().send(all.toString());
        for (int i = 0; i < 90; i++) {
            expect(http, i % 2 == 0 ? "GET" : "POST", i, i % 2 == 0 ? "" : "b" + i);
        }
    }

    @Test
    void answersGoOutInTheOrderOfTheRequests() throws IOException {
        // A transport may ask for one answer at a time, or for all at once; then the last is given first.
        Map<String, HttpResponder> waiting = new ConcurrentHashMap<>();
        endpoint().onRequest((request, responder) -> {
            waiting.put(request.path(), responder);
            signal().happened();
        });
        HttpClientLink http = http().send(
                        RequestCases.get("/kit/1") + post(2, "two") + RequestCases.get("/kit/3") + chunked(4, "four"));
        for (int answered = 0; answered < 4; answered++) {
            await("a request", () -> !waiting.isEmpty());
            String last = Collections.max(waiting.keySet());
            Objects.requireNonNull(waiting.remove(last))
                    .respond(HttpResponse.of(200, "text/plain", last.getBytes(UTF_8)));
        }
        for (int i = 1; i <= 4; i++) {
            assertThat(http.receive().body()).isEqualTo("/kit/" + i);
        }
    }

    @Test
    void theEngineMayEndTheConnection() throws IOException {
        List<String> asked = new CopyOnWriteArrayList<>();
        endpoint().onRequest((request, responder) -> {
            asked.add(request.path());
            responder.respond(HttpResponse.json(200, "{}").withHeader("Connection", "close"));
        });
        HttpClientLink http = http().send(RequestCases.get("/kit/last") + RequestCases.get("/kit/never"));
        assertThat(http.receive().header("Connection")).contains("close");
        assertThat(http.isEnded()).isTrue();
        // One that hands requests over before it has sent the answers may have asked; the client sees no difference.
        assertThat(asked).startsWith("/kit/last");
    }

    @Test
    void nothingIsAnsweredBehindTheLastRequest() throws IOException {
        HttpClientLink http =
                http().send("GET /kit/1" + HOST + "Connection: close\r\n\r\n" + RequestCases.get("/kit/2"));
        expect(http, "GET", 1, "");
        assertThat(http.isEnded()).isTrue();
    }

    @Test
    void anEmptyLineBetweenRequestsChangesNeither() throws IOException {
        HttpClientLink http = http().send(post(1, "one") + "\r\n" + RequestCases.get("/kit/2"));
        expect(http, "POST", 1, "one");
        // To be skipped, says RFC 9112 section 2.2, but not all servers do.
        HttpAnswer second = http.receive();
        assertThat(second.status()).isIn(200, 400);
        assertThat(second.status() == 400 || second.body().startsWith("GET\n/kit/2\n"))
                .isTrue();
    }

    @Test
    void aClientOfTheFirstVersionGetsAnAnswerAndTheEnd() throws IOException {
        HttpClientLink http = http().send("GET /kit/1 HTTP/1.0\r\n\r\n");
        expect(http, "GET", 1, "");
        assertThat(http.isEnded()).isTrue();
    }

    @Test
    void anAnswerToHeadHasTheLengthAndNothingElse() throws IOException {
        endpoint().onRequest((request, responder) -> responder.respond(HttpResponse.json(200, "{\"a\":1}")));
        HttpClientLink http = http();
        for (int i = 0; i < 3; i++) {
            HttpAnswer answer = http.send("HEAD /kit" + HOST + "\r\n").receive(false);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Length")).contains("7");
            assertThat(answer.header("Content-Type")).contains("application/json");
        }
        assertThat(http.send(RequestCases.get("/kit")).receive().body()).isEqualTo("{\"a\":1}");
    }

    @Test
    void aClientThatDoesNotReadItsAnswersHoldsUpNobody() throws IOException {
        byte[] body = "0123456789abcdef".repeat(400_000).getBytes(UTF_8);
        endpoint()
                .onRequest((request, responder) -> responder.respond(
                        request.path().equals("/kit/large")
                                ? HttpResponse.of(200, "text/plain", body)
                                : HttpResponse.json(200, "{}")));
        HttpClientLink slow = http().send(RequestCases.get("/kit/large") + RequestCases.get("/kit/small"));
        HttpClientLink other = http();
        for (int i = 0; i < 50; i++) {
            assertThat(other.send(RequestCases.get("/kit/small")).receive().body())
                    .isEqualTo("{}");
        }
        assertThat(slow.receive().bytes()).isEqualTo(body);
        assertThat(slow.receive().body()).isEqualTo("{}");
    }

    @Test
    void aWebSocketMayFollowARequest() throws IOException {
        HttpClientLink http = http();
        expect(http.send(RequestCases.get("/kit/1")), "GET", 1, "");
        expect(http.send(post(2, "two")), "POST", 2, "two");
        WebSocketLink socket = opened(http.send(WebSocketLink.upgrade("/app/kit")));
        socket.text("hello");
        assertThat(calls(server(), 1)).containsExactly("text hello");
    }

    @Test
    void aWebSocketMayFollowInTheSameSegment() throws IOException {
        HttpClientLink http = http();
        http.link()
                .write(ClientFrame.join(
                        (RequestCases.get("/kit/1") + post(2, "two") + WebSocketLink.upgrade("/app/kit"))
                                .getBytes(UTF_8),
                        ClientFrame.text("hello")));
        expect(http, "GET", 1, "");
        expect(http, "POST", 2, "two");
        opened(http);
        assertThat(calls(server(), 1)).containsExactly("text hello");
    }

    @Test
    void aWebSocketMayFollowARefusedOne() throws IOException {
        HttpClientLink http = http();
        HttpAnswer refused = http.send(WebSocketLink.upgrade("/refused")).receive();
        assertThat(refused.status()).isEqualTo(503);
        if (refused.header("Connection").filter("close"::equalsIgnoreCase).isPresent()) {
            // Some servers keep no connection behind such an answer; then they say so.
            assertThat(http.isEnded()).isTrue();
        } else {
            opened(http.send(WebSocketLink.upgrade("/app/kit"))).text("hello");
            assertThat(calls(server(), 1)).containsExactly("text hello");
        }
    }

    @Test
    void whatFollowsAnUpgradeIsNoRequest() throws IOException {
        List<String> asked = new CopyOnWriteArrayList<>();
        endpoint().onRequest((request, responder) -> {
            asked.add(request.path());
            responder.respond(HttpResponse.empty(200));
        });
        WebSocketLink socket = opened(http().send(WebSocketLink.upgrade("/app/kit") + RequestCases.get("/kit")));
        // "GE" begins a frame with reserved bits and without a mask.
        socket.expectViolation(1002);
        assertThat(asked).isEmpty();
    }
}
