package dev.reverb.tck.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.websocket.EncodedFrame;
import dev.reverb.tck.ClientFrame;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How a connection begins (RFC 6455 section 4.2). */
abstract class OpeningCases extends KitCase {

    OpeningCases(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    @Test
    void theEngineSeesTheUpgradeRequest() throws IOException {
        List<String> seen = new CopyOnWriteArrayList<>();
        endpoint().onConnect((server, request) -> seen.addAll(describe(request)));
        connect("/app/k%65y?protocol=7&x=%2B+");
        server();
        assertThat(seen)
                .containsExactly(
                        "GET",
                        "/app/k%65y",
                        "protocol=7&x=%2B+",
                        "https://app.example",
                        "present",
                        "null",
                        "[]",
                        "0",
                        "loopback");
        assertThat(server().target()).isEqualTo("/app/k%65y?protocol=7&x=%2B+");
    }

    private static List<String> describe(HttpRequest request) {
        String address = request.remoteAddress();
        return List.of(
                request.method(),
                request.path(),
                String.valueOf(request.query()),
                String.valueOf(request.header("ORIGIN")),
                String.valueOf(request.header("x-kit")),
                String.valueOf(request.header("X-Absent")),
                wrongNames(request).toString(),
                String.valueOf(request.body().length),
                address.startsWith("127.") || address.contains(":") ? "loopback" : address);
    }

    /** The names of headers that it tells and does not know, or has and does not tell; it may tell none at all. */
    private static List<String> wrongNames(HttpRequest request) {
        Collection<String> names = request.headerNames();
        return Stream.concat(
                        names.stream().filter(name -> request.header(name) == null),
                        Stream.of("host", "origin", "x-kit")
                                .filter(name ->
                                        !names.isEmpty() && names.stream().noneMatch(name::equalsIgnoreCase)))
                .toList();
    }

    @Test
    void theRequestSaysWhetherItCameOverTls() throws IOException {
        List<Boolean> secure = new CopyOnWriteArrayList<>();
        endpoint().onConnect((server, request) -> secure.add(request.isSecure()));
        connect();
        server();
        assertThat(secure).containsExactly(underTest().isSecure());
    }

    @Test
    void aRefusedUpgradeIsAnsweredInstead() throws IOException {
        HttpClientLink http = http();
        HttpAnswer answer = http.send(WebSocketLink.upgrade("/refused")).receive();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("{\"error\":\"full\"}");
        assertThat(answer.header("Content-Type")).contains("application/json");
        assertThat(answer.header("Retry-After")).contains("7");
        assertThat(endpoint().connections()).isEmpty();
    }

    @Test
    void whatIsSentRightBehindTheHandshakeArrives() throws IOException {
        connect("/app/kit", ClientFrame.text("first"), ClientFrame.text("second"));
        assertThat(calls(server(), 2)).containsExactly("text first", "text second");
    }

    @Test
    void aFrameCutByTheEndOfTheHandshakesSegmentArrives() throws IOException {
        byte[] frame = ClientFrame.text("cut in two");
        WebSocketLink client = connect("/app/kit", java.util.Arrays.copyOf(frame, 5));
        client.send(java.util.Arrays.copyOfRange(frame, 5, frame.length));
        assertThat(calls(server(), 1)).containsExactly("text cut in two");
    }

    @Test
    void whatTheEngineWritesWhileItTakesOverComesFirst() throws IOException {
        endpoint().onConnect((server, request) -> {
            server.write(EncodedFrame.text("hello"));
            server.write(EncodedFrame.text("there"));
        });
        endpoint().onText((server, text) -> server.write(EncodedFrame.text(text)));
        WebSocketLink client = connect("/app/kit", ClientFrame.text("x"));
        client.expectText("hello");
        client.expectText("there");
        client.expectText("x");
    }

    @Test
    void anEngineThatDisconnectsWhileItTakesOverIsToldOnce() throws IOException {
        endpoint().onConnect((server, request) -> {
            server.write(EncodedFrame.text("bye"));
            server.connection().disconnect();
        });
        WebSocketLink client = connect("/app/kit", ClientFrame.text("unheard"));
        client.expectText("bye");
        client.expectEnd();
        assertEnded(server(), "disconnect");
    }

    @Test
    void manyConnectionsAreApart() throws IOException {
        endpoint().onText((server, text) -> server.write(EncodedFrame.text(server.target() + " " + text)));
        WebSocketLink first = connect("/app/1");
        WebSocketLink second = connect("/app/2");
        first.text("a");
        second.text("b");
        first.expectText("/app/1 a");
        second.expectText("/app/2 b");
        assertThat(endpoint().connections()).hasSize(2);
    }

    @Test
    void aHandshakeInPiecesIsRead() throws IOException {
        HttpClientLink http = http();
        byte[] request = WebSocketLink.upgrade("/app/kit").getBytes(UTF_8);
        for (int i = 0; i < request.length; i += 40) {
            http.link().write(java.util.Arrays.copyOfRange(request, i, Math.min(request.length, i + 40)));
        }
        assertThat(http.receive(false).status()).isEqualTo(101);
        server();
    }
}
