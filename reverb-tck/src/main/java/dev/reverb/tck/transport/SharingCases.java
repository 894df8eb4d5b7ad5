package dev.reverb.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.transport.RawConnection;
import dev.reverb.spi.websocket.EncodedFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A frame is encoded once and written to many. That a transport leaves the engine's buffer as it was, and does not keep
 * it, is checked with every write of the kit ({@link LoanedBuffer}).
 */
abstract class SharingCases extends KitCase {

    /** So many frames of 50 kB are more than the system's buffers of a connection hold. */
    private static final int MANY = 200;

    SharingCases(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    private List<WebSocketLink> connectMany(int count) throws IOException {
        List<WebSocketLink> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(connect("/app/" + i));
        }
        server();
        return clients;
    }

    private void writeToAll(EncodedFrame frame) {
        endpoint().connections().forEach(server -> server.onLane(() -> server.write(frame)));
        turn();
    }

    @Test
    void oneFrameReachesManyConnectionsAlike() throws IOException {
        List<WebSocketLink> clients = connectMany(24);
        for (int length : new int[] {0, 100, 5_000, 100_000}) {
            String text = "x".repeat(length);
            writeToAll(EncodedFrame.text(text));
            for (WebSocketLink client : clients) {
                client.expectText(text);
            }
        }
    }

    @Test
    void manyFramesInTurnKeepTheirOrderOnEveryConnection() throws IOException {
        List<WebSocketLink> clients = connectMany(24);
        for (int i = 0; i < 100; i++) {
            writeToAll(EncodedFrame.text("event " + i));
        }
        for (WebSocketLink client : clients) {
            for (int i = 0; i < 100; i++) {
                client.expectText("event " + i);
            }
        }
    }

    @Test
    void oneConnectionsBytesNeverReachAnother() throws IOException {
        List<WebSocketLink> clients = connectMany(5);
        // All have to wait in the end, so that the transport keeps some of what it has taken while it writes to others.
        for (int i = 0; i < MANY; i++) {
            String filler = "x".repeat(50_000);
            int number = i;
            endpoint()
                    .connections()
                    .forEach(server -> server.onLane(
                            () -> server.write(EncodedFrame.text(server.target() + " " + number + filler))));
        }
        endpoint()
                .connections()
                .forEach(server -> await("a write that is not taken at once", () -> server.refusedWrites() > 0));
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < MANY; j++) {
                String text = clients.get(i).next().text();
                assertThat(text.substring(0, text.indexOf('x'))).isEqualTo("/app/" + i + " " + j);
                assertThat(text.length()).isEqualTo(text.indexOf('x') + 50_000);
            }
        }
    }

    @Test
    void severalFramesMayLieInOneBufferOfAnyKind() throws IOException {
        WebSocketLink client = connect();
        RecordingHandler server = server();
        ByteBuffer joined = ByteBuffer.allocate(64 * 1_024);
        IntStream.range(0, 64).forEach(i -> EncodedFrame.text("joined " + i).copyTo(joined, 0));
        joined.flip();
        List<UnaryOperator<ByteBuffer>> kinds = List.of(
                SharingCases::direct,
                bytes -> bytes.asReadOnlyBuffer(),
                bytes -> direct(bytes).asReadOnlyBuffer(),
                bytes -> direct(bytes).slice(),
                bytes -> bytes.duplicate().position(bytes.position()));
        List<String> left = new CopyOnWriteArrayList<>();
        for (UnaryOperator<ByteBuffer> kind : kinds) {
            ByteBuffer bytes = kind.apply(joined.duplicate());
            server.onLane(() -> {
                if (server.connection() instanceof RawConnection raw) {
                    if (!raw.write(bytes) || bytes.hasRemaining()) {
                        left.add("A buffer was not taken: " + bytes);
                    }
                } else {
                    IntStream.range(0, 64).forEach(i -> server.write(EncodedFrame.text("joined " + i)));
                }
            });
            turn();
            for (int i = 0; i < 64; i++) {
                client.expectText("joined " + i);
            }
        }
        assertThat(left).isEmpty();
    }

    /** The same bytes in memory outside the heap, at a position that is not 0. */
    private static ByteBuffer direct(ByteBuffer bytes) {
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.remaining() + 20).position(7);
        int begin = direct.position();
        direct.put(bytes.duplicate());
        return direct.limit(direct.position()).position(begin);
    }
}
