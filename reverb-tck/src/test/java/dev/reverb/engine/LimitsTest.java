package dev.reverb.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.application.RateLimit;
import dev.reverb.tck.ClientFrame;
import dev.reverb.tck.Dialogue;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.InMemoryExchange;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The numbers of PROTOCOL 8: at each limit all is well, and one more is refused as it says. */
class LimitsTest {

    private static final UnaryOperator<Application.Builder> DEFAULTS = limits -> limits;

    private static ReverbTester start(UnaryOperator<Application.Builder> limits) {
        return ReverbTester.start(limits.apply(Application.builder("app-id", "app-key", "app-secret"))
                .build());
    }

    private static void play(String name, UnaryOperator<Application.Builder> limits) {
        try (ReverbTester reverb = start(limits)) {
            Dialogue.play("limits/" + name + ".txt", reverb);
        }
    }

    @Test
    void namesHaveALength() {
        play("names", DEFAULTS);
    }

    @Test
    void aPublishNamesUpTo100Channels() {
        play("channels-per-publish", DEFAULTS);
    }

    @Test
    void aBatchHasUpTo10Events() {
        play("events-per-batch", DEFAULTS);
    }

    @Test
    void maxEventSize() {
        play("max-event-size", limits -> limits.maxEventSize(10));
        play("max-event-size-default", DEFAULTS);
    }

    @Test
    void maxConnections() {
        play("max-connections", limits -> limits.maxConnections(2));
    }

    @Test
    void maxChannelsPerConnection() {
        play("max-channels-per-connection", limits -> limits.maxChannelsPerConnection(2));
    }

    @Test
    void aConnectionIsOnUpTo100ChannelsByDefault() {
        try (ReverbTester reverb = start(DEFAULTS)) {
            PusherClient ada = reverb.connect();
            for (int i = 1; i <= 100; i++) {
                ada.subscribe("c" + i).expectSubscribed("c" + i);
            }
            ada.subscribe("c101").expectSubscriptionError("c101").expectNothing();
        }
    }

    @Test
    void maxPresenceMembers() {
        play("max-presence-members", limits -> limits.maxPresenceMembers(2));
    }

    @Test
    void maxPresenceMemberSize() {
        play("max-presence-member-size", limits -> limits.maxMessageSize(20_000));
    }

    @Test
    void cacheTtl() {
        play("cache-ttl", limits -> limits.pingInterval(Duration.ofHours(1)));
    }

    // ---- sizes ----

    @Test
    void maxMessageSize() {
        play("max-message-size", DEFAULTS);
    }

    @Test
    void theFragmentsOfAMessageCountTogether() {
        try (ReverbTester reverb = start(limits -> limits.maxMessageSize(40))) {
            byte[] message = "{\"event\":\"pusher:ping\",\"x\":\"0123456789\"}".getBytes(UTF_8);
            assertThat(message).hasSize(40);
            InMemoryClient ada = reverb.connect().socket();
            ada.send(fragment(false, 1, message, 0, 20))
                    .send(fragment(false, 0, message, 20, 39))
                    .send(fragment(true, 0, message, 39, 40))
                    .expectText("{\"event\":\"pusher:pong\"}");
            ada.send(fragment(false, 1, message, 0, 20)).send(fragment(false, 0, message, 19, 40));
            ada.expectClose(1009, "A message is larger than 40 bytes.").expectNothing();
            reverb.advance(Duration.ofSeconds(2));
            ada.expectDisconnected();
        }
    }

    private static byte[] fragment(boolean last, int opcode, byte[] message, int from, int to) {
        return ClientFrame.of(last, opcode, Arrays.copyOfRange(message, from, to));
    }

    /** Before a byte of it has come: the header says enough. */
    @Test
    void anAnnouncedLengthIsEnoughToBeTooLarge() {
        try (ReverbTester reverb = start(DEFAULTS)) {
            InMemoryClient ada = reverb.connect().socket();
            ada.send(Arrays.copyOf(ClientFrame.of(true, 1, new byte[10_001]), 8));
            ada.expectClose(1009, "A message is larger than 10000 bytes.").expectNothing();
        }
    }

    @Test
    void maxRequestSize() {
        try (ReverbTester reverb = start(DEFAULTS)) {
            String event = "{\"name\":\"E\",\"channel\":\"orders\",\"data\":\"{}\"}";
            String padded = event + " ".repeat(262_144 - event.length());
            reverb.request("POST", "/events", padded).expect(200, "{}");
            InMemoryExchange refused = reverb.request("POST", "/events", padded + " ")
                    .expect(413, "{\"error\":\"The request body is larger than 262144 bytes.\"}");
            assertThat(refused.header("Connection")).contains("close");
        }
    }

    // ---- connections ----

    @Test
    void maxConnectionsPerAddress() {
        try (ReverbTester reverb = ReverbTester.builder()
                .server(settings -> settings.maxConnectionsPerAddress(2))
                .start()) {
            InMemoryRequest from1 =
                    InMemoryRequest.upgrade("/app/app-key?protocol=7").withRemoteAddress("192.0.2.1");
            PusherClient ada = reverb.connect(from1);
            reverb.connect(from1);
            refused(reverb.open(from1));
            refused(reverb.open(from1));
            reverb.connect(from1.withRemoteAddress("2001:db8::1"));
            assertThat(reverb.request("GET", "/connections").body()).isEqualTo("{\"connections\":3}");

            ada.socket().vanish();
            reverb.connect(from1);
            refused(reverb.open(from1));
        }
    }

    private static void refused(InMemoryClient client) {
        client.expectText("{\"event\":\"pusher:error\",\"data\":{\"code\":4100,\"message\":\"Over capacity\"}}")
                .expectClose(4100, "Over capacity")
                .expectDisconnected();
    }

    // ---- rate_limiting ----

    @Test
    void rateLimiting() {
        play("rate-limiting", limits -> limits.rateLimit(new RateLimit(3, Duration.ofSeconds(10), false)));
    }

    @Test
    void rateLimitingMayTerminate() {
        play("rate-limiting-terminate", limits -> limits.rateLimit(new RateLimit(2, Duration.ofSeconds(10), true)));
    }

    @Test
    void aMinuteHas60MessagesByDefault() {
        RateLimit limit = new RateLimit(RateLimit.DEFAULT_MAX_ATTEMPTS, RateLimit.DEFAULT_DECAY, false);
        try (ReverbTester reverb = start(limits -> limits.rateLimit(limit))) {
            PusherClient ada = reverb.connect();
            for (int i = 0; i < 60; i++) {
                ada.send("{\"event\":\"pusher:ping\"}").expectText("{\"event\":\"pusher:pong\"}");
            }
            ada.send("{\"event\":\"pusher:ping\"}").expectError(4301);
            reverb.advance(Duration.ofSeconds(60).minusNanos(1));
            ada.send("{\"event\":\"pusher:ping\"}").expectError(4301);
            reverb.advance(Duration.ofNanos(1));
            ada.send("{\"event\":\"pusher:ping\"}").expectText("{\"event\":\"pusher:pong\"}");
        }
    }

    @Test
    void withoutRateLimitingThereIsNone() {
        try (ReverbTester reverb = start(DEFAULTS)) {
            PusherClient ada = reverb.connect();
            for (int i = 0; i < 1_000; i++) {
                ada.send("{\"event\":\"pusher:ping\"}").expectText("{\"event\":\"pusher:pong\"}");
            }
        }
    }
}
