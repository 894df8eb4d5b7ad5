package dev.reverb.tck.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.websocket.EncodedFrame;
import dev.reverb.tck.ClientFrame;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Clients that are gone without a Close, at every moment that is worse than others. */
abstract class VanishingCases extends KitCase {

    private static final EncodedFrame LARGE = EncodedFrame.text("x".repeat(60_000));

    VanishingCases(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    @Test
    void withinTheHandshake() throws IOException {
        String upgrade = WebSocketLink.upgrade("/app/kit");
        http().send(upgrade.substring(0, upgrade.length() / 2)).link().reset();
        http().send(upgrade.substring(0, upgrade.length() - 1)).close();
        endpoint().onText((server, text) -> server.write(EncodedFrame.text(text)));
        WebSocketLink next = connect().text("next");
        next.expectText("next");
        assertThat(endpoint().connections()).hasSize(1);
    }

    @Test
    void rightBehindTheHandshake() throws IOException {
        for (int i = 0; i < 20; i++) {
            // Whoever is not connected any more is told so, or is never connected: both are right.
            http().send(WebSocketLink.upgrade("/app/kit")).link().reset();
            http().send(WebSocketLink.upgrade("/app/kit")).close();
        }
        endpoint().onText((server, text) -> server.write(EncodedFrame.text(text)));
        connect("/app/next").text("next").expectText("next");
    }

    @Test
    void withinAHeader() throws IOException {
        WebSocketLink client = connect();
        RecordingHandler server = server();
        client.send(Arrays.copyOf(ClientFrame.text("x".repeat(300)), 3));
        client.close();
        assertEnded(server, "disconnect");
    }

    @Test
    void betweenFragments() throws IOException {
        WebSocketLink client = connect();
        RecordingHandler server = server();
        client.send(ClientFrame.text("whole"), ClientFrame.of(false, 1, "half".getBytes(UTF_8)));
        calls(server, 1);
        client.reset();
        assertEnded(server, "text whole", "disconnect");
    }

    @Test
    void whileNobodyReadsFromThem() throws IOException {
        endpoint().onConnect((server, request) -> server.connection().pauseReading());
        WebSocketLink reset = connect("/app/reset");
        RecordingHandler first = server();
        WebSocketLink closed = connect("/app/closed");
        RecordingHandler second = server();
        reset.reset();
        closed.close();
        // A transport may notice only once it reads again; it need not deliver what it never read.
        first.onLane(() -> first.connection().resumeReading());
        second.onLane(() -> second.connection().resumeReading());
        assertEnded(first, "disconnect");
        assertEnded(second, "disconnect");
    }

    @Test
    void behindWhatNobodyHasReadYet() throws IOException {
        endpoint().onConnect((server, request) -> server.connection().pauseReading());
        WebSocketLink client = connect("/app/kit", ClientFrame.text("last words"));
        RecordingHandler server = server();
        client.close();
        server.onLane(() -> server.connection().resumeReading());
        awaitDisconnect(server);
        // Whether a transport that has seen the end already delivers what came before is up to it.
        assertThat(server.calls()).isSubsetOf("text last words", "disconnect").endsWith("disconnect");
    }

    @Test
    void whileNobodyReadsFromThemAndTheServerHasHadEnough() throws IOException {
        endpoint().onConnect((server, request) -> server.connection().pauseReading());
        WebSocketLink client = connect();
        RecordingHandler server = server();
        client.reset();
        server.onLane(() -> server.connection().disconnect());
        assertEnded(server, "disconnect");
    }

    /** A client that does not read is gone, and the server is told. */
    private void expectEndWhileBlocked(
            Consumer<RecordingHandler> before, Going going, Consumer<RecordingHandler> behind) throws IOException {
        WebSocketLink client = connect();
        RecordingHandler server = server();
        server.onLane(() -> IntStream.range(0, 400).forEach(i -> server.write(LARGE)));
        await("a write that is not taken at once", () -> server.refusedWrites() > server.writables());
        server.onLane(() -> before.accept(server));
        going.go(client);
        server.onLane(() -> behind.accept(server));
        assertEnded(server, "disconnect");
    }

    private interface Going {
        void go(WebSocketLink client) throws IOException;
    }

    @Test
    void whileAWriteWaitsForThem() throws IOException {
        expectEndWhileBlocked(server -> {}, WebSocketLink::reset, server -> {});
    }

    @Test
    void inOrderWhileAWriteWaitsForThem() throws IOException {
        expectEndWhileBlocked(server -> {}, WebSocketLink::close, server -> {});
    }

    @Test
    void whileAWriteWaitsForThemAndNobodyReads() throws IOException {
        expectEndWhileBlocked(
                server -> server.connection().pauseReading(),
                WebSocketLink::reset,
                server -> server.connection().resumeReading());
    }

    @Test
    void whileTheServerLetsGoOfThem() throws IOException {
        expectEndWhileBlocked(server -> server.connection().disconnect(), WebSocketLink::reset, server -> {});
    }

    @Test
    void whileTheServerWaitsForTheirClose() throws IOException {
        WebSocketLink client = connect();
        RecordingHandler server = server();
        server.onLane(() -> server.close(4200, "come back"));
        turn();
        assertThat(client.next()).hasToString("CLOSE 4200 come back");
        client.close();
        awaitDisconnect(server);
        assertThat(server.count("disconnect")).isEqualTo(1);
    }
}
