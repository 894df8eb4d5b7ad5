package dev.reverb.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Bodies that are refused while their clients still send them. A connection that is closed with bytes unread is reset, and takes
 * the answer along (RFC 9112 section 9.6): so the rest is read and dropped, within bounds.
 */
abstract class RefusedBodyCases extends KitCase {

    private static final String HEAD = "POST /kit HTTP/1.1\r\nHost: localhost\r\n";
    private static final String CONTINUE = "Expect: 100-continue\r\n";
    private static final int SENT = 1_048_576;
    private static final int CHUNK = 65_536;

    /** More than any server drops, and any system keeps for it. */
    private static final int ENDLESS = 67_108_864;

    /** Nobody is cut off for being slow here. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /** Before that version the JDK's client hangs where anything but a 100 answers its question (JDK-8286171). */
    private static final int FIRST_TO_TAKE_A_REFUSAL = 20;

    private final AtomicInteger asked = new AtomicInteger();

    RefusedBodyCases(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    @BeforeEach
    final void countRequests() {
        endpoint().setRequestTimeout(PATIENCE);
        endpoint().onRequest((request, responder) -> {
            asked.incrementAndGet();
            responder.respond(dev.reverb.spi.transport.HttpResponse.empty(200));
        });
    }

    private static String announced(String headers) {
        return HEAD + headers + "Content-Length: " + SENT + "\r\n\r\n";
    }

    private static String chunked(String headers) {
        return HEAD + headers + "Transfer-Encoding: chunked\r\n\r\n";
    }

    private static String chunk() {
        return Integer.toHexString(CHUNK) + "\r\n" + "x".repeat(CHUNK) + "\r\n";
    }

    private static String chunks() {
        return chunk().repeat(SENT / CHUNK) + "0\r\n\r\n";
    }

    private static void expectRefusal(HttpClientLink http, int status) throws IOException {
        HttpAnswer answer = http.receive();
        if (answer.status() == 100) {
            // A server may say so before its transport sees the request.
            answer = http.receive();
        }
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Connection")).contains("close");
        assertThat(http.isEnded()).isTrue();
    }

    private void expectOthersServed() throws IOException {
        assertThat(asked).hasValue(0);
        assertThat(http().send(RequestCases.get("/kit/next")).receive().status())
                .isEqualTo(200);
        assertThat(asked).hasValue(1);
    }

    @Test
    void whoSendsAnAnnouncedBodyReadsTheAnswer() throws IOException {
        expectRefusal(http().send(announced("")).send("x".repeat(SENT)), 413);
        expectOthersServed();
    }

    @Test
    void whoSendsChunksReadsTheAnswer() throws IOException {
        expectRefusal(http().send(chunked("")).send(chunks()), 413);
        expectOthersServed();
    }

    @Test
    void whoAsksAndDoesNotWaitReadsTheAnswer() throws IOException {
        expectRefusal(http().send(announced(CONTINUE)).send("x".repeat(SENT)), 413);
        expectRefusal(http().send(chunked(CONTINUE)).send(chunks()), 413);
        expectOthersServed();
    }

    @Test
    void whoAsksAndWaitsReadsTheAnswer() throws IOException {
        HttpClientLink http = http().send(announced(CONTINUE));
        HttpAnswer answer = http.receive();
        if (answer.status() == 100) {
            answer = http.receive();
        }
        assertThat(answer.status()).isEqualTo(413);
        http.close();
        expectOthersServed();
    }

    @Test
    void whoComesTooLateAndSendsOnReadsTheAnswer() throws IOException {
        endpoint().setRequestTimeout(RecordingEndpoint.REQUEST_TIMEOUT);
        HttpClientLink http = http().send(HEAD + "Content-Length: 2000\r\n\r\n" + "x".repeat(1_000));
        assertThat(http.arrives(DEADLINE)).isTrue();
        // Less than the body lacks: the client has not noticed yet.
        http.send("x".repeat(500));
        expectRefusal(http, 408);
        expectOthersServed();
    }

    @Test
    void whoNeverStopsSendingIsCutOff() throws IOException {
        assumeTrue(underTest().uri() != null, "Only sockets can be cut off");
        HttpClientLink http = http().send(chunked(""));
        assertThatThrownBy(() -> {
                    for (int sent = 0; sent < ENDLESS; sent += CHUNK) {
                        http.send(chunk());
                    }
                })
                .isInstanceOf(IOException.class);
        expectOthersServed();
    }

    /** A container may wait for as long as it is configured to. */
    @Test
    void whoStopsSendingIsCutOff() throws IOException {
        assumeTrue(underTest().uri() != null && framesItself(), "Only sockets of our own are cut off in time");
        endpoint().setRequestTimeout(RecordingEndpoint.REQUEST_TIMEOUT);
        HttpClientLink http = http().send(announced("")).send("x".repeat(10_000));
        expectRefusal(http, 413);
        await("the connection's end", () -> isCutOff(http));
        expectOthersServed();
    }

    private static boolean isCutOff(HttpClientLink http) {
        try {
            http.send("x");
            return false;
        } catch (IOException closed) {
            return true;
        }
    }

    @Test
    void whoUsesTheClientOfTheJdkReadsTheAnswer() throws Exception {
        URI uri = underTest().uri();
        assumeTrue(uri != null, "Nothing that the JDK could connect to");
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(TestCertificate.client())
                .build();
        BodyPublisher announced = BodyPublishers.ofByteArray(new byte[SENT]);
        for (BodyPublisher body : List.of(announced, BodyPublishers.fromPublisher(announced))) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(uri.resolve("/kit")).POST(body);
            expectRefusal(client, request.build());
            if (Runtime.version().feature() >= FIRST_TO_TAKE_A_REFUSAL) {
                expectRefusal(client, request.expectContinue(true).build());
            }
        }
        assertThat(asked).hasValue(0);
        HttpRequest next = HttpRequest.newBuilder(uri.resolve("/kit")).build();
        assertThat(send(client, next).statusCode()).isEqualTo(200);
    }

    private static void expectRefusal(HttpClient client, HttpRequest request) throws Exception {
        HttpResponse<String> answer = send(client, request);
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("larger than " + RecordingEndpoint.MAX_REQUEST_SIZE);
    }

    /** Not by the time-out of the request, which does not end everything that may hang. */
    private static HttpResponse<String> send(HttpClient client, HttpRequest request) throws Exception {
        return client.sendAsync(request, BodyHandlers.ofString()).get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }
}
