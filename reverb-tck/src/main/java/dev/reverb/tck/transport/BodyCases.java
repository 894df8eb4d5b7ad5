package dev.reverb.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.reverb.spi.transport.HttpResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Bodies of requests (RFC 9112 sections 6 and 7): whole, in pieces, in chunks, too large, and never whole. */
abstract class BodyCases extends KitCase {

    private static final String HEAD = "POST /kit HTTP/1.1\r\nHost: localhost\r\n";
    private static final int LIMIT = RecordingEndpoint.MAX_REQUEST_SIZE;

    BodyCases(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    private static String announced(int length) {
        return HEAD + "Content-Length: " + length + "\r\n\r\n";
    }

    private static String chunked() {
        return HEAD + "Transfer-Encoding: chunked\r\n\r\n";
    }

    private static String chunk(String data) {
        return Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
    }

    private static void expectBody(HttpClientLink http, String body) throws IOException {
        HttpAnswer answer = http.receive();
        assertThat(answer.status()).isEqualTo(200);
        // RecordingEndpoint answers with what it saw, line by line; the body is last.
        assertThat(answer.body()).endsWith("\n" + body);
    }

    private static void expectTooLarge(HttpClientLink http) throws IOException {
        HttpAnswer answer = http.receive();
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body()).isEqualTo("{\"error\":\"The request body is larger than " + LIMIT + " bytes.\"}");
        assertThat(answer.header("Content-Type")).contains("application/json");
        assertThat(answer.header("Connection")).contains("close");
        assertThat(http.isEnded()).isTrue();
    }

    @Test
    void aBodyOfAnnouncedLengthArrives() throws IOException {
        expectBody(http().send(announced(5) + "hello"), "hello");
    }

    @Test
    void anEmptyBodyArrives() throws IOException {
        expectBody(http().send(announced(0)), "");
        expectBody(http().send(chunked() + "0\r\n\r\n"), "");
    }

    @Test
    void aBodyMayComeInPieces() throws IOException {
        HttpClientLink http = http().send(announced(10));
        for (int i = 0; i < 10; i++) {
            http.send(Integer.toString(i));
        }
        expectBody(http, "0123456789");
    }

    @Test
    void aBodyMayComeInChunks() throws IOException {
        expectBody(http().send(chunked() + chunk("hel") + chunk("lo") + "0\r\n\r\n"), "hello");
    }

    @Test
    void chunksMayBeCutAnywhere() throws IOException {
        HttpClientLink http = http();
        for (char c : (chunked() + chunk("hello ") + chunk("world") + "0\r\n\r\n").toCharArray()) {
            http.send(String.valueOf(c));
        }
        expectBody(http, "hello world");
    }

    @Test
    void chunksMayHaveExtensionsAndTrailers() throws IOException {
        expectBody(http().send(chunked() + "5;a=b\r\nhello\r\n0\r\nX-Trailer: t\r\n\r\n"), "hello");
    }

    @Test
    void aClientMayAskBeforeItSends() throws IOException {
        HttpClientLink http = http().send(HEAD + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n");
        assertThat(http.receive().status()).isEqualTo(100);
        expectBody(http.send("hello"), "hello");
    }

    @Test
    void aBodyOfExactlyTheLimitArrives() throws IOException {
        String body = "x".repeat(LIMIT);
        expectBody(http().send(announced(LIMIT) + body), body);
        expectBody(http().send(chunked() + chunk(body) + "0\r\n\r\n"), body);
    }

    /** Whatever the server that it stands on may think of that; but a host has limits of its own. */
    @Test
    void theLimitMayBeHigh() throws IOException {
        assumeFalse(underTest().isMounted(), "A host has limits of its own");
        int high = 5_000_000;
        endpoint().setMaxRequestSize(high);
        endpoint().setRequestTimeout(DEADLINE);
        endpoint()
                .onRequest((request, responder) ->
                        responder.respond(HttpResponse.json(200, Integer.toString(request.body().length))));
        String body = "x".repeat(high);
        assertThat(http().send(announced(high)).send(body).receive().body()).isEqualTo("5000000");
        HttpClientLink chunks = http().send(chunked() + chunk(body) + "0\r\n\r\n");
        assertThat(chunks.receive().body()).isEqualTo("5000000");
    }

    @Test
    void anAnnouncedLengthOverTheLimitIsRefusedAtOnce() throws IOException {
        expectTooLarge(http().send(announced(LIMIT + 1)));
    }

    @Test
    void anAbsurdLengthIsRefusedAtOnce() throws IOException {
        HttpClientLink http = http().send(HEAD + "Content-Length: " + Long.MAX_VALUE + "\r\n\r\n");
        HttpAnswer answer = http.receive();
        // A server may say by itself that this is no HTTP, before its transport sees it.
        assertThat(answer.status()).isIn(400, 413);
        assertThat(answer.header("Connection")).contains("close");
        assertThat(http.isEnded()).isTrue();
    }

    @Test
    void chunksOverTheLimitAreRefused() throws IOException {
        String half = chunk("x".repeat(LIMIT / 2));
        expectTooLarge(http().send(chunked() + half + half + chunk("x")));
    }

    @Test
    void theEngineIsNotAskedAboutABodyThatIsTooLarge() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        endpoint().onRequest((request, responder) -> asked.incrementAndGet());
        expectTooLarge(http().send(announced(LIMIT + 1)));
        assertThat(asked).hasValue(0);
    }

    @Test
    void aBodyThatDoesNotComeInTimeIsGivenUp() throws IOException {
        long begin = System.nanoTime();
        HttpClientLink http = http().send(announced(10) + "half");
        HttpAnswer answer = http.receive();
        assertThat(answer.status()).isEqualTo(408);
        assertThat(answer.body()).isEqualTo("{\"error\":\"The request body did not arrive in time.\"}");
        assertThat(answer.header("Connection")).contains("close");
        assertThat(http.isEnded()).isTrue();
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(RecordingEndpoint.REQUEST_TIMEOUT.toNanos());
    }

    @Test
    void chunksThatStopAreGivenUp() throws IOException {
        assertThat(http().send(chunked() + chunk("half")).receive().status()).isEqualTo(408);
    }

    @Test
    void aHalfSentBodyKeepsNobodyWaiting() throws IOException {
        HttpClientLink half = http().send(announced(10) + "half");
        for (int i = 0; i < 20; i++) {
            expectBody(http().send(announced(5) + "hello"), "hello");
        }
        assertThat(half.receive().status()).isEqualTo(408);
    }

    @Test
    void theTimeLimitIsForTheWholeBody() throws IOException {
        HttpClientLink http = http().send(announced(LIMIT));
        int sent = 0;
        while (!http.arrives(Duration.ofMillis(10))) {
            http.send("x");
            sent++;
        }
        assertThat(http.receive().status()).isEqualTo(408);
        assertThat(sent).isLessThan(LIMIT);
    }

    @Test
    void aClientThatIsGoneWithinItsBodyIsForgotten() throws IOException {
        http().send(announced(10) + "half").link().reset();
        expectBody(http().send(announced(5) + "hello"), "hello");
    }

    @Test
    void aKeptConnectionTakesBodiesOneAfterTheOther() throws IOException {
        HttpClientLink http = http().send(
                        announced(5) + "first" + chunked() + chunk("second") + "0\r\n\r\n" + announced(5) + "third");
        expectBody(http, "first");
        expectBody(http, "second");
        expectBody(http, "third");
    }

    @Test
    void whoeverAsksBeforeItSendsTooMuchIsRefused() throws IOException {
        HttpClientLink http = http().send(HEAD + "Content-Length: " + (LIMIT + 1) + "\r\nExpect: 100-continue\r\n\r\n");
        HttpAnswer answer = http.receive();
        // A server may say 100 before its transport sees the request.
        assertThat(answer.status() == 100 ? http.receive().status() : answer.status())
                .isEqualTo(413);
    }

    @Test
    void aClientMayAskBeforeItSendsChunks() throws IOException {
        HttpClientLink http = http().send(HEAD + "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n");
        assertThat(http.receive().status()).isEqualTo(100);
        expectBody(http.send(chunk("hello") + "0\r\n\r\n"), "hello");
    }

    @Test
    void aClientThatAsksNeedNotWait() throws IOException {
        HttpClientLink http = http().send(HEAD + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\nhello");
        HttpAnswer answer = http.receive();
        if (answer.status() == 100) {
            answer = http.receive();
        }
        assertThat(answer.body()).endsWith("\nhello");
    }

    @Test
    void aGetMayHaveABody() throws IOException {
        expectBody(http().send("GET /kit HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello"), "hello");
    }

    @Test
    void aBodyMayHoldAnyBytes() throws IOException {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        endpoint()
                .onRequest((request, responder) ->
                        responder.respond(HttpResponse.of(200, "application/octet-stream", request.body())));
        HttpClientLink http = http().send(announced(all.length));
        http.link().write(all);
        assertThat(http.receive().bytes()).isEqualTo(all);
    }
}
