package dev.reverb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.ReverbTester;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What comes before the first frame (RFC 6455 section 4.2), and the socket id in it. */
class HandshakeTest {

    private static final String TARGET = "/app/app-key?protocol=7";

    private ReverbTester reverb = ReverbTester.start();

    @AfterEach
    void stop() {
        reverb.close();
    }

    private HttpResponse refusal(InMemoryRequest request) {
        return reverb.open(request).refusal().orElseThrow();
    }

    @Test
    void onlyAnUpgradeToWebSocketIsOne() {
        assertThat(refusal(InMemoryRequest.of("GET", TARGET)).status()).isEqualTo(426);
        assertThat(refusal(InMemoryRequest.upgrade(TARGET).withHeader("Upgrade", "h2c"))
                        .status())
                .isEqualTo(426);
        assertThat(refusal(InMemoryRequest.upgrade(TARGET).withHeader("Connection", "keep-alive"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void anotherVersionIsToldTheRightOne() {
        HttpResponse refusal = refusal(InMemoryRequest.upgrade(TARGET).withHeader("Sec-WebSocket-Version", "8"));
        assertThat(refusal.status()).isEqualTo(426);
        assertThat(refusal.headers()).anySatisfy(header -> {
            assertThat(header.getKey()).isEqualTo("Sec-WebSocket-Version");
            assertThat(header.getValue()).isEqualTo("13");
        });
    }

    @Test
    void theKeyMustBeOne() {
        for (String key : new String[] {"", "short", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZSEhISEhISEh"}) {
            assertThat(refusal(InMemoryRequest.upgrade(TARGET).withHeader("Sec-WebSocket-Key", key))
                            .status())
                    .as(key)
                    .isEqualTo(400);
        }
        assertThat(refusal(InMemoryRequest.upgrade(TARGET).withoutHeader("Sec-WebSocket-Key"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void headersAreListsInAnyCase() {
        InMemoryClient client = reverb.open(InMemoryRequest.upgrade(TARGET)
                .withHeader("Connection", "keep-alive, UPGRADE")
                .withHeader("Upgrade", "WebSocket"));
        assertThat(client.refusal()).isEmpty();
        reverb.client(client);
    }

    @Test
    void anExtendedConnectOverHttp2IsAnUpgrade() {
        InMemoryRequest connect = InMemoryRequest.of("CONNECT", TARGET).withHeader("Sec-WebSocket-Version", "13");
        reverb.client(reverb.open(connect));
    }

    @Test
    void socketIdsAreTwoNumbersAndNeverTheSame() {
        Set<String> socketIds = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            String socketId = reverb.connect().socketId();
            assertThat(socketId).matches("(0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,8})");
            socketIds.add(socketId);
        }
        assertThat(socketIds).hasSize(1_000);
        assertThat(socketIds.stream().map(socketId -> socketId.substring(0, socketId.indexOf('.'))))
                .as("not counted up")
                .doesNotHaveDuplicates();
    }

    @Test
    void aServerUnderAPathServesThatPathOnly() {
        try (ReverbTester under =
                ReverbTester.builder().server(server -> server.path("/ws")).start()) {
            under.client(under.open("/ws/app/app-key?protocol=7"));
            for (String target : new String[] {"/app/app-key", "/ws", "/wsx/app/app-key", "/ws/ws/app/app-key"}) {
                under.open(target)
                        .expectText(
                                "{\"event\":\"pusher:error\",\"data\":{\"code\":4005,\"message\":\"Path not found\"}}")
                        .expectClose(4005, "Path not found")
                        .expectDisconnected();
            }
        }
    }
}
