package dev.reverb.transport.undertow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.transport.HttpResponder;
import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.tck.transport.Await;
import dev.reverb.tck.transport.EchoClient;
import dev.reverb.tck.transport.EchoEndpoint;
import dev.reverb.tck.transport.TestCertificate;
import io.undertow.UndertowOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A host that speaks HTTP/2: the API comes by it, and WebSockets by HTTP/1.1 on the same port. */
class UndertowHttp2IT {

    private final EchoEndpoint endpoint = new EchoEndpoint();
    private final MountedUndertow mounted = UndertowTransport.mounted();
    private final HttpClient client =
            HttpClient.newBuilder().sslContext(TestCertificate.client()).build();
    private TestHost host;

    @BeforeEach
    void start() throws IOException {
        SSLContext tls = TestCertificate.certificate().sslContext();
        host = new TestHost(
                mounted.handler(),
                builder -> builder.addHttpsListener(0, "127.0.0.1", tls)
                        .setServerOption(UndertowOptions.ENABLE_HTTP2, true));
        mounted.start(endpoint);
        endpoint.onRequest((request, responder) -> responder.respond(HttpResponse.of(
                        200,
                        "text/plain",
                        (request.method() + " " + request.path() + "?" + request.query() + " "
                                        + request.header("X-Test") + " " + request.isSecure() + " "
                                        + request.body().length)
                                .getBytes(UTF_8))
                .withHeader("Connection", "close")
                .withHeader("X-Own", "1")));
    }

    @AfterEach
    void stop() {
        mounted.stop();
        host.close();
        endpoint.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(host.uri("https", path))).header("X-Test", "test");
    }

    private java.net.http.HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        java.net.http.HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        return answer;
    }

    private static HttpRequest.BodyPublisher body(int length) {
        return HttpRequest.BodyPublishers.ofByteArray(new byte[length]);
    }

    @Test
    void theApiIsServed() throws Exception {
        java.net.http.HttpResponse<String> answer = send(request("/apps/1%2F2/events?a=%2B"));
        assertThat(answer.body()).isEqualTo("GET /apps/1%2F2/events?a=%2B test true 0");
        assertThat(answer.headers().firstValue("x-own")).contains("1");
        assertThat(answer.headers().map()).doesNotContainKeys("connection", "upgrade");
        assertThat(send(request("/up").method("HEAD", HttpRequest.BodyPublishers.noBody()))
                        .body())
                .isEmpty();
    }

    @Test
    void bodiesComeWholeUpToTheLimit() throws Exception {
        int limit = endpoint.maxRequestSize();
        assertThat(send(request("/apps/1/events").POST(body(limit))).body()).endsWith(" " + limit);
        // Either the answer comes, or the stream is reset behind it, while the body is still being sent.
        java.net.http.HttpResponse<String> refused =
                send(request("/apps/1/events").POST(body(limit + 1)));
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(send(request("/up")).statusCode()).isEqualTo(200);
    }

    @Test
    void answersMayComeLaterInAnyOrder() throws Exception {
        List<CompletableFuture<HttpResponder>> asked = IntStream.range(0, 3)
                .mapToObj(i -> new CompletableFuture<HttpResponder>())
                .toList();
        endpoint.onRequest(
                (request, responder) -> asked.get(request.body().length).complete(responder));
        List<CompletableFuture<java.net.http.HttpResponse<String>>> answers = IntStream.range(0, 3)
                .mapToObj(i ->
                        client.sendAsync(request("/apps/1/events").POST(body(i)).build(), BodyHandlers.ofString()))
                .toList();
        Await.until("the requests", () -> asked.stream().allMatch(CompletableFuture::isDone));
        for (int i = 2; i >= 0; i--) {
            asked.get(i).join().respond(HttpResponse.json(200, "" + i));
            assertThat(answers.get(i).join().body()).isEqualTo("" + i);
        }
    }

    @Test
    void webSocketsComeByHttp11() throws Exception {
        EchoClient socket = EchoClient.connect(host.uri("wss", "/app/key"), TestCertificate.client());
        assertThat(socket.echo("Hello")).isEqualTo("Hello");
        assertThat(endpoint.connections().get(0).target()).isEqualTo("GET /app/key true");
        assertThat(socket.close()).isEqualTo(1000);
    }
}
