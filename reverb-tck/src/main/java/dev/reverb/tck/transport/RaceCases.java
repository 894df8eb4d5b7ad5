package dev.reverb.tck.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.websocket.EncodedFrame;
import dev.reverb.tck.ClientFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What happens at the same time. Behind every case it is checked that each connection was told of its end, once and last. */
abstract class RaceCases extends KitCase {

    /**
     * How long a client waits for an answer. Once the transport has stopped, the host may have none for a request that is
     * followed by what is no request: Undertow keeps answers back while more seems to come.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final int ROUNDS = KitSize.of(40, 2_000);

    RaceCases(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    @Test
    void bothSidesCloseAtOnce() throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            WebSocketLink client = connect("/app/" + i);
            RecordingHandler server = server("/app/" + i);
            server.onLane(() -> server.close(4200, "both"));
            client.close(1000, "both");
            awaitDisconnect(server);
            assertThat(server.count("disconnect")).isEqualTo(1);
            client.close();
        }
    }

    @Test
    void theServerDisconnectsWhileTheClientIsGone() throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            WebSocketLink client = connect("/app/" + i);
            RecordingHandler server = server("/app/" + i);
            server.onLane(() -> {
                server.write(EncodedFrame.text("bye"));
                server.connection().disconnect();
            });
            if (i % 2 == 0) {
                client.reset();
            } else {
                client.close();
            }
            awaitDisconnect(server);
        }
    }

    @Test
    void theClientIsGoneWhileItIsWrittenTo() throws IOException {
        EncodedFrame frame = EncodedFrame.text("x".repeat(20_000));
        for (int i = 0; i < ROUNDS; i++) {
            WebSocketLink client = connect("/app/" + i);
            RecordingHandler server = server("/app/" + i);
            server.onLane(() -> IntStream.range(0, 50).forEach(n -> server.write(frame)));
            turn();
            if (i % 2 == 0) {
                client.next();
            }
            client.reset();
            server.onLane(() -> IntStream.range(0, 50).forEach(n -> server.write(frame)));
            awaitDisconnect(server);
        }
    }

    @Test
    void theClientSendsWhileTheServerDisconnects() throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            WebSocketLink client = connect("/app/" + i);
            RecordingHandler server = server("/app/" + i);
            server.onLane(() -> {
                server.close(4100, "enough");
                server.connection().disconnect();
            });
            try {
                for (int n = 0; n < 20; n++) {
                    client.send(ClientFrame.text("late " + n), ClientFrame.ping("late"));
                }
            } catch (IOException ended) {
                // As it should.
            }
            // Not lost by a reset, although bytes of the client's lay unread.
            client.skipTo(EncodedFrame.CLOSE);
            awaitDisconnect(server);
            client.close();
        }
    }

    @Test
    void theTransportStopsWhileConnectionsComeAndGo() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        List<String> wrong = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            boolean resets = i % 2 == 0;
            Thread thread = new Thread(() -> comeAndGo(opened, resets, wrong), "kit-client-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
        await("some connections", () -> opened.get() >= 50);
        stop();
        for (Thread thread : threads) {
            thread.join(DEADLINE.toMillis());
            assertThat(thread.isAlive()).isFalse();
        }
        assertThat(wrong).isEmpty();
        await(
                "every connection told of its end",
                () -> endpoint().connections().stream().allMatch(RecordingHandler::isDisconnected));
    }

    /** Opens connections and drops them until that is refused. */
    private void comeAndGo(AtomicInteger opened, boolean resets, List<String> wrong) {
        byte[] hello = ClientFrame.join(WebSocketLink.upgrade("/app/kit").getBytes(UTF_8), ClientFrame.text("hello"));
        byte[] buffer = new byte[4_096];
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (System.nanoTime() - end < 0) {
            try (ClientLink link = underTest().open()) {
                link.write(hello);
                int count = link.read(buffer, PATIENCE);
                if (count < 12 || !new String(buffer, 0, 12, ISO_8859_1).equals("HTTP/1.1 101")) {
                    return;
                }
                opened.incrementAndGet();
                signal().happened();
                if (resets) {
                    link.reset();
                }
            } catch (IOException | IllegalStateException refused) {
                return;
            }
        }
        wrong.add("Connections were still accepted");
    }
}
