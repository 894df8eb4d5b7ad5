package dev.reverb.spi.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponse;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebSocketHandshakeTest {

    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    @Test
    void acceptsTheKeyOfTheRfc() {
        assertThat(WebSocketHandshake.accept(KEY)).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    @Test
    void takesTheHandshakeOfTheRfc() {
        assertThat(WebSocketHandshake.refusal(handshake())).isNull();
        assertThat(WebSocketHandshake.isUpgrade(handshake())).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Upgrade | WebSocket",
                "Upgrade | h2c, WEBSOCKET",
                "Upgrade | h2c,websocket",
                "Connection | upgrade",
                "Connection | keep-alive, Upgrade",
                "Connection | Upgrade,keep-alive"
            })
    void takesWhatTheRfcAllows(String header, String value) {
        assertThat(WebSocketHandshake.refusal(handshake().with(header, value))).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Upgrade | | 426",
                "Upgrade | h2c | 426",
                "Upgrade | websockets | 426",
                "Connection | | 400",
                "Connection | keep-alive | 400",
                "Connection | Upgraded | 400",
                "Sec-WebSocket-Version | | 426",
                "Sec-WebSocket-Version | 8 | 426",
                "Sec-WebSocket-Version | 13, 8 | 426",
                "Sec-WebSocket-Key | | 400",
                "Sec-WebSocket-Key | short | 400",
                "Sec-WebSocket-Key | dGhlIHNhbXBsZSBub25jZQ | 400",
                "Sec-WebSocket-Key | dGhlIHNhbXBsZSBub25jZWFi | 400",
                "Sec-WebSocket-Key | dGhlIHNhbXBsZSBub25j!!== | 400"
            })
    void refusesWhatTheRfcForbids(String header, @Nullable String value, int status) {
        HttpResponse refusal =
                Objects.requireNonNull(WebSocketHandshake.refusal(handshake().with(header, value)));
        assertThat(refusal.status()).isEqualTo(status);
        assertThat(new String(refusal.body(), UTF_8))
                .startsWith("{\"error\":\"")
                .contains(header)
                .endsWith("\"}");
        if (status == 426) {
            assertThat(refusal.headers())
                    .contains(
                            Map.entry("Sec-WebSocket-Version", "13"),
                            Map.entry("Upgrade", "websocket"),
                            Map.entry("Connection", "Upgrade"));
        }
    }

    @Test
    void refusesOtherMethods() {
        HttpResponse refusal =
                Objects.requireNonNull(WebSocketHandshake.refusal(handshake().method("POST")));
        assertThat(refusal.status()).isEqualTo(405);
        assertThat(refusal.headers()).contains(Map.entry("Allow", "GET"));
        assertThat(WebSocketHandshake.isUpgrade(handshake().method("POST"))).isFalse();
    }

    @Test
    void aPlainGetIsNoUpgrade() {
        assertThat(WebSocketHandshake.isUpgrade(handshake().with("Upgrade", null)))
                .isFalse();
        assertThat(WebSocketHandshake.isUpgrade(handshake().with("Upgrade", "h2c")))
                .isFalse();
    }

    @Test
    void aConnectNeedsItsVersionOnly() {
        Request connect = new Request("CONNECT", Map.of("Sec-WebSocket-Version", "13"));
        assertThat(WebSocketHandshake.isUpgrade(connect)).isTrue();
        assertThat(WebSocketHandshake.refusal(connect)).isNull();
        Request old = connect.with("Sec-WebSocket-Version", "7");
        assertThat(Objects.requireNonNull(WebSocketHandshake.refusal(old)).status())
                .isEqualTo(426);
    }

    private static Request handshake() {
        return new Request(
                "GET",
                Map.of(
                        "Upgrade", "websocket",
                        "Connection", "Upgrade",
                        "Sec-WebSocket-Key", KEY,
                        "Sec-WebSocket-Version", "13"));
    }

    /** A request of a method and headers. */
    private record Request(String method, Map<String, String> headers) implements HttpRequest {

        Request with(String name, @Nullable String value) {
            Map<String, String> changed = new TreeMap<>(headers);
            if (value == null) {
                changed.remove(name);
            } else {
                changed.put(name, value);
            }
            return new Request(method, changed);
        }

        Request method(String other) {
            return new Request(other, headers);
        }

        @Override
        public String path() {
            return "/app/key";
        }

        @Override
        public @Nullable String query() {
            return null;
        }

        @Override
        public @Nullable String header(String name) {
            return headers.get(name);
        }

        @Override
        public byte[] body() {
            return new byte[0];
        }

        @Override
        public String remoteAddress() {
            return "127.0.0.1";
        }

        @Override
        public boolean isSecure() {
            return false;
        }
    }
}
