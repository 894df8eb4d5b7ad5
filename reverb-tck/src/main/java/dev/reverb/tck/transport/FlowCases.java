package dev.reverb.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.websocket.EncodedFrame;
import dev.reverb.tck.ClientFrame;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Slow clients, and clients that are told to wait. */
abstract class FlowCases extends KitCase {

    /** More than the system's buffers of a connection hold. */
    private static final int MANY = 400;

    private static final int LARGE = 60_000;

    FlowCases(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    @Test
    void aClientThatDoesNotReadIsWaitedForAndMissesNothing() throws IOException {
        WebSocketLink client = connect();
        RecordingHandler server = server();
        server.onLane(() -> IntStream.range(0, MANY).forEach(i -> server.write(frame(i))));
        await("a write that is not taken at once", () -> server.refusedWrites() > 0);
        for (int i = 0; i < MANY; i++) {
            client.expectText(text(i));
        }
        // RecordingHandler checks that onWritable comes only after need, and not within a write.
        await("onWritable for the last refused write", () -> server.writables() == server.refusedWrites());
    }

    private static EncodedFrame frame(int number) {
        return EncodedFrame.text(text(number));
    }

    private static String text(int number) {
        return number + "x".repeat(LARGE);
    }

    @Test
    void aClientThatIsNotReadFromStillReads() throws IOException {
        endpoint().onConnect((server, request) -> server.connection().pauseReading());
        WebSocketLink client = connect("/app/kit", ClientFrame.text("waits"));
        RecordingHandler server = server();
        server.onLane(() -> server.write(EncodedFrame.text("goes")));
        turn();
        client.expectText("goes");
        assertThat(server.calls()).isEmpty();
        server.onLane(() -> server.connection().resumeReading());
        assertThat(calls(server, 1)).containsExactly("text waits");
    }

    @Test
    void pausingHoldsBackWhatHasBeenReadAlready() throws IOException {
        endpoint().onText((server, text) -> {
            if (text.equals("pause")) {
                server.connection().pauseReading();
            }
        });
        WebSocketLink client = connect()
                .send(ClientFrame.text("a"), ClientFrame.text("pause"), ClientFrame.text("b"), ClientFrame.ping("c"));
        RecordingHandler server = server();
        calls(server, 2);
        client.text("d");
        server.onLane(() -> server.write(EncodedFrame.text("barrier")));
        turn();
        client.expectText("barrier");
        assertThat(server.calls()).containsExactly("text a", "text pause");
        server.onLane(() -> server.connection().resumeReading());
        await("the last text", () -> server.calls().contains("text d"));
        List<String> all = List.of("text a", "text pause", "text b", "ping c", "text d");
        assertThat(server.calls())
                .isEqualTo(all.stream()
                        .filter(call -> framesItself() || !call.equals("ping c"))
                        .toList());
    }

    @Test
    void resumingDeliversOnALaterTurn() throws IOException {
        endpoint().onText((server, text) -> {
            server.connection().pauseReading();
            // Delivered at once, "b" would come during the call about "a", which the handler checks.
            server.connection().resumeReading();
        });
        connect().send(ClientFrame.text("a"), ClientFrame.text("b"), ClientFrame.text("c"));
        assertThat(calls(server(), 3)).containsExactly("text a", "text b", "text c");
    }

    @Test
    void pausingAndResumingManyTimesLosesNothing() throws IOException {
        endpoint().onText((server, text) -> {
            server.connection().pauseReading();
            server.onLane(() -> server.connection().resumeReading());
        });
        WebSocketLink client = connect();
        for (int i = 0; i < 200; i++) {
            client.send(ClientFrame.text("m" + i), ClientFrame.text("n" + i));
        }
        assertThat(calls(server(), 400))
                .isEqualTo(IntStream.range(0, 400)
                        .mapToObj(i -> "text " + (i % 2 == 0 ? "m" : "n") + i / 2)
                        .toList());
    }

    @Test
    void aPausedConnectionCanBeEnded() throws IOException {
        endpoint().onConnect((server, request) -> server.connection().pauseReading());
        WebSocketLink client = connect("/app/kit", ClientFrame.text("unheard"));
        RecordingHandler server = server();
        server.onLane(() -> server.connection().disconnect());
        client.expectEnd();
        assertEnded(server, "disconnect");
    }

    @Test
    void aClientThatDoesNotReadCanBeEnded() throws IOException {
        connect();
        RecordingHandler server = server();
        server.onLane(() -> {
            IntStream.range(0, MANY).forEach(i -> server.write(frame(i)));
            server.connection().disconnect();
        });
        awaitDisconnect(server);
    }
}
