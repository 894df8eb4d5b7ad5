package dev.reverb.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.transport.HttpRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an upgrade says of itself: path and query as they came, and its headers; and upgrades that are none. */
abstract class UpgradeRequestCases extends KitCase {

    UpgradeRequestCases(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    /** Sends an upgrade, and returns what the engine sees of it. */
    private @Nullable String seen(String request, Function<HttpRequest, @Nullable String> what) throws IOException {
        CompletableFuture<@Nullable String> seen = new CompletableFuture<>();
        endpoint().onConnect((server, upgrade) -> seen.complete(what.apply(upgrade)));
        opened(http().send(request));
        await("the upgrade", seen::isDone);
        return seen.join();
    }

    private @Nullable String header(String name, String... lines) throws IOException {
        return seen(WebSocketLink.upgrade("/app/kit", lines), request -> request.header(name));
    }

    @Test
    void theQueryIsPassedOnAsItCame() throws IOException {
        for (String query : List.of(
                "protocol=7",
                "a=1&a=2&a=3",
                "a=&b&&d==",
                "a=b?c=/d",
                "a=%2B+%20%26%3D%25&%E2%82%AC=%C3%A4",
                "flash=false&x=;:@!$'()*,~-._")) {
            assertThat(seen(WebSocketLink.upgrade("/app/kit?" + query), HttpRequest::query))
                    .isEqualTo(query);
        }
    }

    @Test
    void aLongQueryIsPassedOn() throws IOException {
        String query = "x=" + "0123456789".repeat(400);
        assertThat(seen(WebSocketLink.upgrade("/app/kit?" + query), HttpRequest::query))
                .isEqualTo(query);
    }

    @Test
    void anUpgradeMayHaveNoQuery() throws IOException {
        assertThat(seen(WebSocketLink.upgrade("/app/kit"), HttpRequest::query)).isNull();
        // Some servers do not tell a question mark with nothing behind it from none.
        assertThat(seen(WebSocketLink.upgrade("/app/kit?"), HttpRequest::query)).isIn(null, "");
    }

    @Test
    void thePathIsPassedOnAsItCame() throws IOException {
        for (String path : List.of("/ws/app/kit", "/app/%6Bit", "/app/a%20b", "/app/%E2%82%AC", "/app/a:b@c=d,e+f~g")) {
            assertThat(seen(WebSocketLink.upgrade(path + "?a=/b"), HttpRequest::path))
                    .isEqualTo(path);
        }
    }

    @Test
    void headersAreFoundInAnyCase() throws IOException {
        assertThat(header("x-lower", "X-LOWER: a")).isEqualTo("a");
        assertThat(header("X-UPPER", "x-upper: b")).isEqualTo("b");
        assertThat(header("oRiGiN")).isEqualTo("https://app.example");
        assertThat(header("X-Absent")).isNull();
    }

    @Test
    void headersMayHaveWhiteSpaceAroundThemOrNothingInThem() throws IOException {
        assertThat(header("X-Padded", "X-Padded: \t a b \t ")).isEqualTo("a b");
        assertThat(header("X-Empty", "X-Empty:")).isIn("", null);
        assertThat(header("X-Tight", "X-Tight:tight")).isEqualTo("tight");
    }

    @Test
    void headersOnSeveralLinesAreJoined() throws IOException {
        assertThat(header("X-Many", "X-Many: a", "X-Between: x", "x-many: b", "X-MANY: c"))
                .satisfies(joined ->
                        assertThat(String.valueOf(joined).split(" *, *")).containsExactly("a", "b", "c"));
    }

    @Test
    void aSubprotocolIsOfferedInVain() throws IOException {
        // That none is chosen, and no extension, is checked with every handshake.
        assertThat(header("Sec-WebSocket-Protocol", "Sec-WebSocket-Protocol: pusher, x"))
                .isEqualTo("pusher, x");
    }

    @Test
    void theHeadersOfTheHandshakeAreReadAsTheRfcSays() throws IOException {
        String base = "GET /app/kit HTTP/1.1\r\nHost: localhost\r\n";
        String key = "sec-websocket-key: " + WebSocketLink.KEY + "\r\nsec-websocket-version: 13\r\n";
        for (String connection : List.of(
                "connection: upgrade\r\nupgrade: websocket\r\n",
                "Connection: keep-alive\r\nConnection: Upgrade\r\nUpgrade: WEBSOCKET\r\n",
                "CONNECTION: UPGRADE\r\nUPGRADE: WebSocket\r\n")) {
            assertThat(seen(base + connection + key + "\r\n", HttpRequest::method))
                    .isEqualTo("GET");
        }
    }

    @Test
    void anUpgradeThatIsNotRightIsRefusedByTheEngine() throws IOException {
        String right = WebSocketLink.upgrade("/app/kit");
        String key = "Sec-WebSocket-Key: " + WebSocketLink.KEY + "\r\n";
        Map<String, Integer> wrong = Map.of(
                right.replace(key, ""), 400,
                right.replace(WebSocketLink.KEY, "c2hvcnQ="), 400,
                right.replace(WebSocketLink.KEY, "?".repeat(24)), 400,
                right.replace("Version: 13", "Version: 8"), 426,
                right.replace("Sec-WebSocket-Version: 13\r\n", ""), 426);
        for (Map.Entry<String, Integer> upgrade : wrong.entrySet()) {
            HttpAnswer answer = http().send(upgrade.getKey()).receive();
            assertThat(answer.status()).as(upgrade.getKey()).isEqualTo(upgrade.getValue());
            if (answer.status() == 426) {
                assertThat(answer.header("Sec-WebSocket-Version")).contains("13");
            }
        }
        assertThat(endpoint().connections()).isEmpty();
    }
}
