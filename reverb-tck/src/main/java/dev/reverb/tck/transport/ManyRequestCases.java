package dev.reverb.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Thousands of HTTP connections, used and ended in every way, and what is left of them. */
abstract class ManyRequestCases extends KitCase {

    /** Open at the same time. */
    private static final int WAVE = 100;

    /** A handshake of TLS takes its time, and few of these clients stay for what makes the next one shorter. */
    private static final int SECURE_WAVE = 30;

    private static final int WAVES = KitSize.of(10, 100);

    private static final int SECURE_WAVES = KitSize.of(1, 100);

    ManyRequestCases(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    private void wave() throws Exception {
        for (int i = 0; i < (underTest().isSecure() ? SECURE_WAVE : WAVE); i++) {
            HttpClientLink http = http();
            switch (i % 5) {
                case 0 -> http.send("POST /kit HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf");
                case 1 -> http.send("GET /kit HT");
                case 2 ->
                    http.send(RequestCases.get("/kit/1") + RequestCases.get("/kit/2"))
                            .receive();
                case 3 -> http.send(RequestCases.get("/kit/unread"));
                default ->
                    assertThat(http.send(RequestCases.get("/kit/" + i))
                                    .receive()
                                    .body())
                            .contains("/kit/" + i);
            }
            if (i % 2 == 0) {
                http.link().reset();
            }
        }
        forgetConnections();
    }

    @Test
    void manyConnectionsLeaveNothingBehind() throws Exception {
        wave();
        Resources before = Resources.held();
        int waves = underTest().isSecure() ? SECURE_WAVES : WAVES;
        for (int i = 1; i <= waves; i++) {
            wave();
        }
        await(
                "as many file descriptors and buffers as before",
                () -> Resources.held().isLike(before));
        assertThat(http().send(RequestCases.get("/kit/next")).receive().status())
                .isEqualTo(200);
    }

    @Test
    void refusedUpgradesLeaveNothingBehind() throws IOException {
        refuse(10);
        Resources before = Resources.held();
        refuse(underTest().isSecure() ? 20 : 300);
        await(
                "as many file descriptors and buffers as before",
                () -> Resources.held().isLike(before));
        assertThat(endpoint().connections()).isEmpty();
    }

    private void refuse(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            try (HttpClientLink http = http()) {
                HttpAnswer answer = http.send(WebSocketLink.upgrade("/refused")).receive();
                assertThat(answer.status()).isEqualTo(503);
            }
        }
    }
}
