package dev.reverb.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.websocket.EncodedFrame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Clients that do not read. What waits for them waits with the engine, which bounds and counts it; a transport takes what
 * the system's buffers take, and little more.
 */
abstract class SlowReaderCases extends KitCase {

    /** A system's buffers on both sides of a connection (some MiB), and what a transport may take on top of them. */
    private static final long MOST_TAKEN = 8L << 20;

    private static final int FRAME_SIZE = 60_000;

    /** 64 MB. */
    private static final int FRAMES = 64_000_000 / FRAME_SIZE;

    private static final EncodedFrame FRAME = EncodedFrame.text("x".repeat(FRAME_SIZE));

    SlowReaderCases(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    private static void writeFar(RecordingHandler server, int frames) {
        server.onLane(() -> IntStream.range(0, frames).forEach(i -> server.write(FRAME)));
    }

    private void awaitBlocked(RecordingHandler server) {
        await("a write that is not taken at once", () -> server.refusedWrites() > server.writables());
        // What the transport still has to do, it does in the turns that this takes.
        await("turns of the lane", roundTrips(server, 200)::isDone);
    }

    /** Something that is done once the lane has had so many turns. */
    private static CompletableFuture<Void> roundTrips(RecordingHandler server, int turns) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        server.onLane(new Runnable() {
            private int left = turns;

            @Override
            public void run() {
                if (left-- == 0) {
                    done.complete(null);
                } else {
                    server.onLane(this);
                }
            }
        });
        return done;
    }

    @Test
    void aTransportTakesLittleForAClientThatDoesNotRead() throws IOException {
        WebSocketLink client = connect();
        RecordingHandler server = server();
        writeFar(server, FRAMES);
        awaitBlocked(server);
        assertThat(server.taken()).isBetween(1L, MOST_TAKEN);
        assertThat(server.isDisconnected()).isFalse();
        client.reset();
        awaitDisconnect(server);
    }

    @Test
    void aTransportTakesLittleForEachOfMany() throws IOException {
        List<WebSocketLink> clients = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            clients.add(connect("/app/" + i));
        }
        server();
        endpoint().connections().forEach(server -> writeFar(server, FRAMES / 5));
        endpoint().connections().forEach(this::awaitBlocked);
        assertThat(endpoint().connections())
                .allSatisfy(server -> assertThat(server.taken()).isBetween(1L, MOST_TAKEN));
        for (WebSocketLink client : clients) {
            client.reset();
        }
        endpoint().connections().forEach(this::awaitDisconnect);
    }

    @Test
    void othersAreServedMeanwhile() throws IOException {
        endpoint().onText((server, text) -> server.write(EncodedFrame.text(text)));
        List<WebSocketLink> others = List.of(connect("/app/1"), connect("/app/2"), connect("/app/3"));
        WebSocketLink slow = connect("/app/slow");
        RecordingHandler server = server();
        writeFar(server, FRAMES);
        awaitBlocked(server);
        for (int i = 0; i < 50; i++) {
            for (WebSocketLink other : others) {
                other.text("still quick");
                other.expectText("still quick");
            }
        }
        slow.reset();
        awaitDisconnect(server);
    }

    @Test
    void aClientThatDoesNotReadMaySend() throws IOException {
        WebSocketLink client = connect();
        RecordingHandler server = server();
        writeFar(server, FRAMES);
        awaitBlocked(server);
        client.text("heard all the same");
        assertThat(calls(server, 1)).containsExactly("text heard all the same");
        client.reset();
        awaitDisconnect(server);
    }

    @Test
    void aClientThatReadsNowAndThenGetsAllInOrder() throws IOException {
        WebSocketLink client = connect();
        RecordingHandler server = server();
        for (int round = 0; round < 3; round++) {
            int first = round * 150;
            server.onLane(() -> IntStream.range(first, first + 150)
                    .forEach(i -> server.write(EncodedFrame.text(i + "x".repeat(FRAME_SIZE)))));
            turn();
            for (int i = first; i < first + 150; i++) {
                client.expectText(i + "x".repeat(FRAME_SIZE));
            }
        }
        await("onWritable for each write that had to wait", () -> server.writables() == server.refusedWrites());
    }
}
