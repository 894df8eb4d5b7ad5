package dev.reverb.tck.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.transport.HttpResponder;
import dev.reverb.spi.transport.HttpResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Requests and their answers (RFC 9112). */
abstract class RequestCases extends KitCase {

    RequestCases(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nX-KIT:  some value \r\n\r\n";
    }

    private void answer(HttpResponse response) {
        endpoint().onRequest((request, responder) -> responder.respond(response));
    }

    @Test
    void theEngineSeesTheRequest() throws IOException {
        HttpAnswer answer = http().send(get("/kit/a%20b%2Cc?x=%2B+&y")).receive();
        assertThat(answer.status()).isEqualTo(200);
        List<String> seen = answer.body().lines().toList();
        assertThat(seen.subList(0, 4)).containsExactly("GET", "/kit/a%20b%2Cc", "x=%2B+&y", "some value");
        assertThat(seen.get(4)).matches("127\\..*|.*:.*");
        assertThat(seen.get(5)).isEqualTo(String.valueOf(underTest().isSecure()));
    }

    @Test
    void aRequestWithoutAQueryHasNone() throws IOException {
        assertThat(http().send(get("/kit")).receive().body()).contains("\n/kit\nnull\n");
    }

    @Test
    void methodsArePassedOn() throws IOException {
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "PATCH")) {
            String request = method + " /kit HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
            assertThat(http().send(request).receive().body()).startsWith(method + "\n");
        }
    }

    @Test
    void theAnswerIsPassedOn() throws IOException {
        answer(HttpResponse.json(422, "{\"error\":\"€\"}")
                .withHeader("X-One", "1")
                .withHeader("X-Two", "2"));
        HttpAnswer answer = http().send(get("/kit")).receive();
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).isEqualTo("{\"error\":\"€\"}");
        assertThat(answer.header("Content-Type")).contains("application/json");
        assertThat(answer.header("Content-Length")).contains("15");
        assertThat(answer.header("X-One")).contains("1");
        assertThat(answer.header("X-Two")).contains("2");
        assertThat(answer.header("Date")).isPresent();
    }

    @Test
    void anAnswerMayBeEmpty() throws IOException {
        HttpClientLink http = http();
        answer(HttpResponse.empty(204));
        assertThat(http.send(get("/kit")).receive().status()).isEqualTo(204);
        answer(HttpResponse.empty(404));
        assertThat(http.send(get("/kit")).receive().bytes()).isEmpty();
    }

    @Test
    void anAnswerMayBeLarge() throws IOException {
        byte[] body = "0123456789abcdef".repeat(100_000).getBytes(UTF_8);
        answer(HttpResponse.of(200, "text/plain", body));
        assertThat(http().send(get("/kit")).receive().bytes()).isEqualTo(body);
    }

    @Test
    void aConnectionIsKept() throws IOException {
        HttpClientLink http = http();
        for (int i = 0; i < 5; i++) {
            assertThat(http.send(get("/kit/" + i)).receive().body()).contains("/kit/" + i);
        }
    }

    @Test
    void aClientMayAskToEndTheConnection() throws IOException {
        HttpClientLink http = http();
        http.send("GET /kit HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(http.receive().header("Connection")).contains("close");
        assertThat(http.isEnded()).isTrue();
    }

    @Test
    void requestsInOneSegmentAreAnsweredInOrder() throws IOException {
        HttpClientLink http = http().send(get("/kit/1") + get("/kit/2") + get("/kit/3"));
        for (int i = 1; i <= 3; i++) {
            assertThat(http.receive().body()).contains("/kit/" + i);
        }
    }

    @Test
    void anAnswerMayComeLaterFromAnyThread() throws Exception {
        CompletableFuture<HttpResponder> waiting = new CompletableFuture<>();
        endpoint().onRequest((request, responder) -> {
            if (request.path().equals("/kit/late")) {
                waiting.complete(responder);
            } else {
                responder.respond(HttpResponse.json(200, "\"at once\""));
            }
        });
        HttpClientLink late = http().send(get("/kit/late") + get("/kit/behind"));
        await("the request", waiting::isDone);
        assertThat(http().send(get("/kit/other")).receive().body()).isEqualTo("\"at once\"");
        Thread thread = new Thread(() -> waiting.join().respond(HttpResponse.json(200, "\"late\"")));
        thread.start();
        assertThat(late.receive().body()).isEqualTo("\"late\"");
        assertThat(late.receive().body()).isEqualTo("\"at once\"");
        thread.join();
    }

    @Test
    void anAnswerToAClientThatIsGoneIsDropped() throws IOException {
        CompletableFuture<HttpResponder> waiting = new CompletableFuture<>();
        endpoint().onRequest((request, responder) -> waiting.complete(responder));
        HttpClientLink gone = http().send(get("/kit"));
        await("the request", waiting::isDone);
        gone.link().reset();
        waiting.join().respond(HttpResponse.of(200, "text/plain", new byte[1_000_000]));
        answer(HttpResponse.empty(200));
        assertThat(http().send(get("/kit")).receive().status()).isEqualTo(200);
    }

    @Test
    void aRequestMayComeByteByByte() throws IOException {
        HttpClientLink http = http();
        for (byte b : get("/kit/slow").getBytes(UTF_8)) {
            http.link().write(new byte[] {b});
        }
        assertThat(http.receive().body()).contains("/kit/slow");
    }

    @Test
    void aGetForAWebSocketsPathIsTheEnginesToRefuse() throws IOException {
        List<String> paths = new CopyOnWriteArrayList<>();
        endpoint().onRequest((request, responder) -> {
            paths.add(request.path());
            responder.respond(HttpResponse.empty(426));
        });
        assertThat(http().send(get("/app/kit")).receive().status()).isEqualTo(426);
        assertThat(paths).containsExactly("/app/kit");
    }
}
