package dev.reverb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.tck.InMemoryExchange;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.ReverbTester;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of other origins (PROTOCOL 6, "Access-Control-Allow-Origin" and "Origins"). */
class CorsTest {

    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

    private final Application open = ReverbTester.APPLICATION;
    private final Application restricted = Application.builder("app-id", "app-key", "app-secret")
            .allowedOrigins("shop.example", "*.shop.example", "10.0.0.*")
            .build();
    private ReverbTester reverb;

    @AfterEach
    void stop() {
        reverb.close();
    }

    private InMemoryExchange get(Application application, String origin) {
        reverb = ReverbTester.start(application);
        return reverb.transport()
                .request(reverb.signed("GET", "/channels").build().withHeader("Origin", origin));
    }

    @Test
    void whereAllMayConnectAllMayRead() {
        InMemoryExchange answer = get(open, "https://anywhere.example");
        assertThat(answer.header(ALLOW_ORIGIN)).contains("*");
        assertThat(answer.header("Vary")).isEmpty();
        assertThat(reverb.request("GET", "/channels").header(ALLOW_ORIGIN)).contains("*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.example",
                "http://shop.example",
                "https://shop.example:8443",
                "https://SHOP.example",
                "https://eu.shop.example",
                "https://a.b.shop.example",
                "http://10.0.0.7:3000"
            })
    void anAllowedOriginIsNamed(String origin) {
        InMemoryExchange answer = get(restricted, origin);
        assertThat(answer.expect(200, "{\"channels\":{}}").header(ALLOW_ORIGIN)).contains(origin);
        assertThat(answer.header("Vary")).contains("Origin");
    }

    /** The request itself is signed and so answered: it is the browser that keeps the answer from the page. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.example.evil",
                "https://evilshop.example",
                "https://other.example",
                "https://shop-example",
                "https://10x0x0.7",
                "https://",
                "null",
                "shop.example",
                ""
            })
    void anotherOriginIsNotNamed(String origin) {
        InMemoryExchange answer = get(restricted, origin);
        assertThat(answer.expect(200, "{\"channels\":{}}").header(ALLOW_ORIGIN)).isEmpty();
        assertThat(answer.header("Vary")).contains("Origin");
    }

    @Test
    void errorsCanBeReadToo() {
        reverb = ReverbTester.start(restricted);
        for (InMemoryRequest request : List.of(
                reverb.signed("GET", "/channels").tamper("auth_key", "x").build(),
                reverb.signed("POST", "/events").body("{}").build(),
                reverb.signed("GET", "/channels/x/users").build())) {
            InMemoryExchange answer = reverb.transport().request(request.withHeader("Origin", "https://shop.example"));
            assertThat(answer.status()).isGreaterThanOrEqualTo(400);
            assertThat(answer.header(ALLOW_ORIGIN)).contains("https://shop.example");
        }
    }

    @Test
    void aPublishIsAnsweredToItsOriginToo() {
        reverb = ReverbTester.start(restricted);
        InMemoryRequest request = reverb.signed("POST", "/events")
                .body("{\"name\":\"E\",\"channel\":\"orders\",\"data\":\"{}\"}")
                .build();
        assertThat(reverb.transport()
                        .request(request.withHeader("Origin", "https://shop.example"))
                        .expect(200, "{}")
                        .header(ALLOW_ORIGIN))
                .contains("https://shop.example");
    }

    @Test
    void aPreflightIsAnsweredUnsigned() {
        reverb = ReverbTester.start(restricted);
        InMemoryExchange answer = reverb.transport()
                .request(InMemoryRequest.of("OPTIONS", "/apps/app-id/events?auth_key=x")
                        .withHeader("Origin", "https://shop.example")
                        .withHeader("Access-Control-Request-Method", "POST")
                        .withHeader("Access-Control-Request-Headers", "content-type"));
        answer.expect(204, "");
        assertThat(answer.response().headers())
                .containsExactly(
                        Map.entry("Allow", "OPTIONS, POST"),
                        Map.entry("Access-Control-Allow-Methods", "OPTIONS, POST"),
                        Map.entry("Access-Control-Allow-Headers", "Content-Type, X-Requested-With"),
                        Map.entry("Access-Control-Max-Age", "600"),
                        Map.entry(ALLOW_ORIGIN, "https://shop.example"),
                        Map.entry("Vary", "Origin"));
    }

    @Test
    void aPreflightOfAnotherOriginAllowsNothing() {
        reverb = ReverbTester.start(restricted);
        InMemoryExchange answer = reverb.transport()
                .request(InMemoryRequest.of("OPTIONS", "/apps/app-id/channels")
                        .withHeader("Origin", "https://other.example"));
        assertThat(answer.expect(204, "").header(ALLOW_ORIGIN)).isEmpty();
    }

    @Test
    void optionsSayWhatAPathTakes() {
        reverb = ReverbTester.start(open);
        for (String path : List.of("/channels", "/channels/orders", "/channels/presence-a/users", "/connections")) {
            InMemoryExchange answer = reverb.transport().request(InMemoryRequest.of("OPTIONS", "/apps/app-id" + path));
            assertThat(answer.expect(204, "").header("Allow")).contains("GET, OPTIONS");
            assertThat(answer.header(ALLOW_ORIGIN)).contains("*");
        }
        reverb.transport()
                .request(InMemoryRequest.of("OPTIONS", "/apps/app-id/nothing"))
                .expect(404, "{\"error\":\"There is nothing at this path\"}");
    }
}
