package dev.reverb.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.websocket.EncodedFrame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/**
 * Thousands of connections that are opened, used and ended, and what is left of them: no file descriptor, no buffer, and
 * nobody who remembers the engine's side.
 */
abstract class ManyConnectionCases extends KitCase {

    /** Open at the same time. */
    private static final int WAVE = 100;

    /** A handshake of TLS takes its time, so there are fewer of them in the usual form. */
    private static final int WAVES = KitSize.of(20, 200);

    private static final int SECURE_WAVES = KitSize.of(2, 200);

    ManyConnectionCases(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    /** The ways in which connections end, in turn. */
    private enum Ending {
        CLOSE,
        FIN,
        RESET,
        SERVER;

        void end(WebSocketLink client, RecordingHandler server) throws IOException {
            switch (this) {
                case CLOSE -> {
                    client.close(1000, "");
                    client.expectClose(1000);
                    client.expectEnd();
                }
                case FIN -> client.close();
                case RESET -> client.reset();
                case SERVER -> server.onLane(() -> server.connection().disconnect());
            }
        }
    }

    private void wave(int number) throws Exception {
        List<WebSocketLink> clients = new ArrayList<>();
        List<RecordingHandler> servers = new ArrayList<>();
        for (int i = 0; i < WAVE; i++) {
            String target = "/app/" + number + "-" + i;
            clients.add(connect(target));
            servers.add(server(target));
        }
        for (WebSocketLink client : clients) {
            client.text("used");
        }
        for (int i = 0; i < WAVE; i++) {
            clients.get(i).expectText("used");
            Ending.values()[i % 4].end(clients.get(i), servers.get(i));
        }
        servers.forEach(this::awaitDisconnect);
        forgetConnections();
    }

    @Test
    void manyConnectionsLeaveNothingBehind() throws Exception {
        endpoint().onText((server, text) -> server.write(EncodedFrame.text(text)));
        wave(0);
        Resources before = Resources.held();
        int waves = underTest().isSecure() ? SECURE_WAVES : WAVES;
        for (int i = 1; i <= waves; i++) {
            wave(i);
        }
        await(
                "as many file descriptors and buffers as before",
                () -> Resources.held().isLike(before));
        // One in a hundred may still be in somebody's hands.
        await("nobody who remembers the connections", () -> endpoint().remembered() <= waves);
        assertThat(endpoint().connections()).isEmpty();
    }
}
