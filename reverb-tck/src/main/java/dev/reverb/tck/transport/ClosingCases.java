package dev.reverb.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.websocket.EncodedFrame;
import dev.reverb.tck.ClientFrame;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/**
 * All the ways in which a connection ends. That {@code onDisconnect} comes exactly once, and last, is checked behind every
 * case of the kit.
 */
abstract class ClosingCases extends KitCase {

    ClosingCases(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    @Test
    void theClientCloses() throws IOException {
        for (int code : new int[] {1000, 1001, 1003, 1007, 1008, 1011, 3000, 4000, 4999}) {
            int before = endpoint().connections().size();
            WebSocketLink client = connect();
            await(
                    "the next connection's handler",
                    () -> endpoint().connections().size() > before);
            RecordingHandler server = server();
            client.close(code, "bye");
            client.expectClose(code);
            client.expectEnd();
            assertEnded(server, "close " + code, "disconnect");
        }
    }

    @Test
    void theClientClosesWithoutACode() throws IOException {
        WebSocketLink client = connect();
        client.close(1005, "");
        if (framesItself()) {
            client.expectClose(1005);
            client.expectEnd();
            assertEnded(server(), "close 1005", "disconnect");
        } else {
            // Tomcat takes it for a 1000, and says so.
            client.expectEnd();
            assertEnded(server(), "close 1005", "close 1000", "disconnect");
        }
    }

    @Test
    void nothingIsHeardBehindTheClientsClose() throws IOException {
        connect()
                .send(ClientFrame.text("a"), ClientFrame.close(1000, ""), ClientFrame.text("b"), ClientFrame.ping("c"));
        assertEnded(server(), "text a", "close 1000", "disconnect");
    }

    @Test
    void theServerCloses() throws IOException {
        WebSocketLink client = connect();
        RecordingHandler server = server();
        String reason = "x".repeat(123);
        server.onLane(() -> server.close(4200, reason));
        turn();
        assertThat(client.next()).hasToString("CLOSE 4200 " + reason);
        client.close(4200, "");
        client.expectEnd();
        assertEnded(server, "close 4200", "disconnect");
    }

    @Test
    void theServerClosesWithAnyCode() throws IOException {
        for (int code : new int[] {1000, 1001, 1008, 1011, 3000, 4000, 4001, 4100, 4999}) {
            WebSocketLink client = connect("/app/" + code);
            RecordingHandler server = server("/app/" + code);
            server.onLane(() -> server.close(code, code % 2 == 0 ? "" : "grüße €"));
            turn();
            assertThat(client.next().toString()).isEqualTo(("CLOSE " + code + (code % 2 == 0 ? "" : " grüße €")));
            client.close(code, "");
            client.expectEnd();
            assertEnded(server, "close " + code, "disconnect");
        }
    }

    @Test
    void aCloseIsNotLostToAClientThatHasMoreToSay() throws IOException {
        endpoint().onConnect((server, request) -> server.connection().pauseReading());
        WebSocketLink client = connect();
        RecordingHandler server = server();
        for (int i = 0; i < 20; i++) {
            client.text("unheard".repeat(300));
        }
        server.onLane(() -> {
            server.close(4100, "enough");
            server.connection().disconnect();
        });
        client.expectClose(4100);
        assertEnded(server, "disconnect");
        if (framesItself()) {
            // Closed with bytes unread the system resets the connection, and may throw away what the client has not
            // read.
            client.expectEndInOrder();
        }
    }

    @Test
    void theServerDisconnectsWithoutAWord() throws IOException {
        WebSocketLink client = connect();
        RecordingHandler server = server();
        server.onLane(() -> {
            server.connection().disconnect();
            server.connection().disconnect();
        });
        client.expectEnd();
        assertEnded(server, "disconnect");
    }

    @Test
    void whatWasWrittenBeforeADisconnectIsDelivered() throws IOException {
        WebSocketLink client = connect();
        RecordingHandler server = server();
        String text = "x".repeat(5_000);
        server.onLane(() -> {
            server.write(EncodedFrame.text(text));
            server.connection().disconnect();
        });
        turn();
        client.expectText(text);
        client.expectEnd();
    }

    @Test
    void onDisconnectDoesNotComeWithinDisconnect() throws IOException {
        endpoint().onText((server, text) -> server.connection().disconnect());
        connect().text("end");
        // The handler checks that no call comes during another.
        assertEnded(server(), "text end", "disconnect");
    }

    @Test
    void nothingIsHeardBehindADisconnect() throws IOException {
        endpoint().onText((server, text) -> server.connection().disconnect());
        connect().send(ClientFrame.text("a"), ClientFrame.text("b"), ClientFrame.ping("c"));
        assertEnded(server(), "text a", "disconnect");
    }

    @Test
    void whatIsWrittenBehindADisconnectIsDropped() throws IOException {
        WebSocketLink client = connect();
        RecordingHandler server = server();
        server.onLane(() -> {
            server.connection().disconnect();
            server.write(EncodedFrame.text("too late"));
        });
        client.expectEnd();
        awaitDisconnect(server);
        server.onLane(() -> server.write(EncodedFrame.text("much too late")));
        assertEnded(server, "disconnect");
    }

    @Test
    void theClientIsReset() throws IOException {
        WebSocketLink client = connect();
        RecordingHandler server = server();
        client.text("last");
        calls(server, 1);
        client.reset();
        assertEnded(server, "text last", "disconnect");
    }

    @Test
    void theClientEndsTheConnectionWithoutAClose() throws IOException {
        WebSocketLink client = connect();
        RecordingHandler server = server();
        client.text("last");
        client.close();
        assertEnded(server, "text last", "disconnect");
    }

    @Test
    void theClientIsGoneWithinAFrame() throws IOException {
        WebSocketLink client = connect();
        RecordingHandler server = server();
        client.send(java.util.Arrays.copyOf(ClientFrame.text("never whole"), 9));
        client.close();
        assertEnded(server, "disconnect");
    }

    @Test
    void aClientThatIsGoneIsNoticedWhileItIsWrittenTo() throws IOException {
        WebSocketLink client = connect();
        RecordingHandler server = server();
        client.reset();
        EncodedFrame frame = EncodedFrame.text("x".repeat(60_000));
        server.onLane(() -> server.write(frame));
        server.onLane(() -> server.write(frame));
        awaitDisconnect(server);
    }

    @Test
    void stoppingEndsEveryConnection() throws IOException {
        List<WebSocketLink> clients = List.of(connect("/app/1"), connect("/app/2"), connect("/app/3"));
        server();
        await("three connections", () -> endpoint().connections().size() == 3);
        stop();
        endpoint().connections().forEach(this::awaitDisconnect);
        for (WebSocketLink client : clients) {
            client.expectEnd();
        }
    }

    @Test
    void openConnectionsGoOnWhenNoMoreAreAccepted() throws IOException {
        endpoint().onText((server, text) -> server.write(EncodedFrame.text(text)));
        WebSocketLink client = connect();
        underTest().transport().stopAccepting();
        client.text("still here");
        client.expectText("still here");
    }
}
