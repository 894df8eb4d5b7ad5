package dev.reverb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.application.RateLimit;
import dev.reverb.tck.ClientFrame;
import dev.reverb.tck.Dialogue;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.InMemoryExchange;
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

    // ---- rates ----

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
}
