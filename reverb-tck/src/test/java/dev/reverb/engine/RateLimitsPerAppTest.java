package dev.reverb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reverb.Publication;
import dev.reverb.PublishException;
import dev.reverb.application.Application;
import dev.reverb.tck.InMemoryExchange;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import dev.reverb.tck.SignedRequest;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * {@code max_backend_events_per_sec}, {@code max_client_events_per_sec} and {@code max_read_req_per_sec} (PROTOCOL 8): as many
 * in each second of the server's clock, for an application as a whole.
 */
class RateLimitsPerAppTest {

    private static final Application OTHER = Application.of("other-id", "other-key", "other-secret");
    private static final String TOO_MANY_EVENTS =
            "{\"error\":\"Too many events are published; see max_backend_events_per_sec\"}";
    private static final String TOO_MANY_READS = "{\"error\":\"Too many read requests; see max_read_req_per_sec\"}";

    private ReverbTester reverb;

    private void start(UnaryOperator<Application.Builder> limits) {
        Application limited = limits.apply(Application.builder("app-id", "app-key", "app-secret"))
                .build();
        reverb = ReverbTester.start(limited, OTHER);
    }

    @AfterEach
    void stop() {
        reverb.close();
    }

    private static String event(String name) {
        return "{\"name\":\"" + name + "\",\"channels\":[\"a\",\"b\",\"c\"],\"data\":\"{}\"}";
    }

    private InMemoryExchange publish() {
        return reverb.request("POST", "/events", event("E"));
    }

    private InMemoryExchange batch(int events) {
        String one = "{\"name\":\"E\",\"channel\":\"a\",\"data\":\"{}\"}";
        return reverb.request("POST", "/batch_events", "{\"batch\":[" + (one + ",").repeat(events - 1) + one + "]}");
    }

    private static void refused(InMemoryExchange exchange, String error) {
        assertThat(exchange.expect(429, error).header("Retry-After")).contains("1");
    }

    // ---- max_backend_events_per_sec ----

    @Test
    void eventsPerSecond() {
        start(limits -> limits.maxBackendEventsPerSecond(3));
        for (int i = 0; i < 3; i++) {
            publish().expect(200, "{}");
        }
        refused(publish(), TOO_MANY_EVENTS);
        reverb.advance(Duration.ofMillis(999));
        refused(publish(), TOO_MANY_EVENTS);
        reverb.advance(Duration.ofMillis(1));
        for (int i = 0; i < 3; i++) {
            publish().expect(200, "{}");
        }
        refused(publish(), TOO_MANY_EVENTS);
    }

    @Test
    void whatIsRefusedIsNotPublishedAndCostsNothing() {
        start(limits -> limits.maxBackendEventsPerSecond(1));
        PusherClient ada = reverb.connect().subscribe("a").expectSubscribed("a");
        reverb.request("POST", "/events", "{}").expect(422, "{\"error\":\"channel is missing\"}");
        reverb.request(reverb.signed("POST", "/events").body(event("E")).tamper("auth_key", "x"));
        publish().expect(200, "{}");
        refused(publish(), TOO_MANY_EVENTS);
        ada.expect("E", "a", "{}").expectNothing();
    }

    @Test
    void eachEventOfABatchCounts() {
        start(limits -> limits.maxBackendEventsPerSecond(10));
        assertThat(batch(4).status()).isEqualTo(200);
        refused(batch(7), TOO_MANY_EVENTS);
        assertThat(batch(6).status()).isEqualTo(200);
        refused(batch(1), TOO_MANY_EVENTS);
    }

    @Test
    void aBatchOfMoreThanTheLimitNeverFits() {
        start(limits -> limits.maxBackendEventsPerSecond(9));
        refused(batch(10), TOO_MANY_EVENTS);
        reverb.advance(Duration.ofSeconds(5));
        refused(batch(10), TOO_MANY_EVENTS);
        assertThat(batch(9).status()).isEqualTo(200);
    }

    @Test
    void eventsOfTheProcessItselfCountToo() {
        start(limits -> limits.maxBackendEventsPerSecond(3));
        reverb.publish("a", "E", "{}");
        reverb.await(reverb.server()
                .publishBatch("app-id", List.of(Publication.of("a", "E", "{}"), Publication.of("a", "E", "{}"))));
        assertThatExceptionOfType(PublishException.class)
                .isThrownBy(() -> reverb.publish("a", "E", "{}"))
                .withMessage("Too many events are published; see max_backend_events_per_sec")
                .matches(refused -> refused.reason() == PublishException.Reason.RATE_LIMITED);
        refused(publish(), TOO_MANY_EVENTS);
    }

    @Test
    void anotherApplicationHasItsOwn() {
        start(limits -> limits.maxBackendEventsPerSecond(1).maxReadRequestsPerSecond(1));
        publish().expect(200, "{}");
        refused(publish(), TOO_MANY_EVENTS);
        for (int i = 0; i < 20; i++) {
            reverb.request(SignedRequest.of(OTHER, "POST", "/apps/other-id/events")
                            .body(event("E")))
                    .expect(200, "{}");
            reverb.request(SignedRequest.of(OTHER, "GET", "/apps/other-id/channels"))
                    .expect(200, "{\"channels\":{}}");
        }
    }

    // ---- max_read_req_per_sec ----

    @Test
    void readsPerSecond() {
        start(limits -> limits.maxReadRequestsPerSecond(4));
        reverb.connect();
        reverb.request("GET", "/channels").expect(200, "{\"channels\":{}}");
        reverb.request("GET", "/channels/a").expect(200, "{\"occupied\":false}");
        reverb.request("GET", "/channels/presence-a/users").expect(404, "{\"error\":\"Nobody is on this channel\"}");
        reverb.request("GET", "/connections").expect(200, "{\"connections\":1}");
        for (String path : List.of("/channels", "/channels/a", "/channels/presence-a/users", "/connections")) {
            refused(reverb.request("GET", path), TOO_MANY_READS);
        }
        reverb.advance(Duration.ofMillis(999));
        refused(reverb.request("GET", "/channels"), TOO_MANY_READS);
        reverb.advance(Duration.ofMillis(1));
        reverb.request("GET", "/channels").expect(200, "{\"channels\":{}}");
    }

    @Test
    void onlyReadsAreReads() {
        start(limits -> limits.maxReadRequestsPerSecond(1));
        for (int i = 0; i < 5; i++) {
            publish().expect(200, "{}");
            reverb.request("POST", "/users/1/terminate_connections", "{}").expect(200, "{}");
            reverb.transport().request(InMemoryRequest.of("GET", "/up")).expect(200, "{\"health\":\"OK\"}");
            reverb.transport()
                    .request(InMemoryRequest.of("OPTIONS", "/apps/app-id/channels"))
                    .expect(204, "");
            assertThat(reverb.request(reverb.signed("GET", "/channels").tamper("auth_signature", "x"))
                            .status())
                    .isEqualTo(401);
        }
        reverb.request("GET", "/channels").expect(200, "{\"channels\":{}}");
        refused(reverb.request("GET", "/channels"), TOO_MANY_READS);
    }

    // ---- max_client_events_per_sec ----

    @Test
    void clientEventsPerSecond() {
        start(limits -> limits.maxClientEventsPerSecond(3));
        PusherClient ada = reverb.connect().subscribe("private-a").expectSubscribed("private-a");
        PusherClient bob = reverb.connect().subscribe("private-a").expectSubscribed("private-a");
        ada.whisper("private-a", "client-e", "1").whisper("private-a", "client-e", "2");
        bob.expect("client-e", "private-a", "1").expect("client-e", "private-a", "2");
        bob.whisper("private-a", "client-e", "3").whisper("private-a", "client-e", "4");
        bob.expectText("{\"event\":\"pusher:error\",\"data\":{\"code\":4301,\"message\":\"Rate limit exceeded\"}}");
        ada.expect("client-e", "private-a", "3");
        reverb.advance(Duration.ofMillis(999));
        ada.whisper("private-a", "client-e", "5").expectError(4301);
        reverb.advance(Duration.ofMillis(1));
        ada.whisper("private-a", "client-e", "6").expectNothing();
        bob.expect("client-e", "private-a", "6").expectNothing();
    }

    @Test
    void aClientEventThatIsRefusedCostsNothing() {
        start(limits -> limits.maxClientEventsPerSecond(1));
        PusherClient ada = reverb.connect().subscribe("private-a").expectSubscribed("private-a");
        for (int i = 0; i < 5; i++) {
            ada.whisper("private-b", "client-e", "1").expectError(4009);
            ada.whisper("public", "client-e", "1").expectError(4301);
            publish().expect(200, "{}");
            ada.send("{\"event\":\"pusher:ping\"}").expectText("{\"event\":\"pusher:pong\"}");
        }
        ada.whisper("private-a", "client-e", "1").expectNothing();
        ada.whisper("private-a", "client-e", "1").expectError(4301);
    }
}
