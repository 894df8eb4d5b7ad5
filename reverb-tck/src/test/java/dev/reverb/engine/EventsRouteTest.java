package dev.reverb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.tck.Dialogue;
import dev.reverb.tck.InMemoryExchange;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import dev.reverb.tck.SignedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code POST /apps/{id}/events} (PROTOCOL 6, row 1). */
class EventsRouteTest {

    private static final String EVENT = "{\"name\":\"E\",\"channel\":\"orders\",\"data\":\"{}\"}";

    private final ReverbTester reverb = ReverbTester.start();

    @AfterEach
    void stop() {
        reverb.close();
    }

    @Test
    void anEventReachesItsChannels() {
        Dialogue.play("api/events.txt", reverb);
    }

    @Test
    void cacheChannelsKeepWhatWasPublished() {
        Dialogue.play("api/events-cache.txt", reverb);
    }

    @Test
    void whatIsRefusedIsNotPublished() {
        Dialogue.play("api/events-refused.txt", reverb);
    }

    @Test
    void theBodyIsJsonWhateverItsContentTypeSays() {
        PusherClient ada = reverb.connect().subscribe("orders").expectSubscribed("orders");
        InMemoryRequest request = reverb.signed("POST", "/events").body(EVENT).build();
        for (InMemoryRequest sent : new InMemoryRequest[] {
            request.withoutHeader("Content-Type"),
            request.withHeader("Content-Type", "text/plain"),
            request.withHeader("Content-Type", "application/x-www-form-urlencoded"),
            request.withHeader("Content-Type", "application/json; charset=utf-16")
        }) {
            reverb.transport().request(sent).expect(200, "{}");
            ada.expect("E", "orders", "{}");
        }
    }

    @Test
    void everyAnswerIsJson() {
        assertIsJson(reverb.request("POST", "/events", EVENT), 200);
        assertIsJson(reverb.request("POST", "/events", "{}"), 422);
        assertIsJson(reverb.request("POST", "/events", "no"), 400);
        assertIsJson(reverb.request("GET", "/channels"), 200);
        assertIsJson(reverb.request("GET", "/events"), 405);
        assertIsJson(reverb.request("GET", "/nothing"), 404);
        assertIsJson(reverb.request(reverb.signed("POST", "/events").tamper("auth_key", "")), 401);
    }

    private static void assertIsJson(InMemoryExchange exchange, int status) {
        assertThat(exchange.status()).isEqualTo(status);
        assertThat(exchange.header("Content-Type")).contains("application/json");
        assertThat(exchange.body())
                .startsWith(status == 200 ? "{" : "{\"error\":\"")
                .endsWith("}");
    }

    @Test
    void anUnknownApplicationIsNotFoundHoweverItSigns() {
        Application other = Application.of("other", "app-key", "app-secret");
        reverb.request(SignedRequest.of(other, "POST", "/apps/other/events").body(EVENT))
                .expect(404, "{\"error\":\"There is no application with this id\"}");
    }
}
