package dev.reverb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.application.RateLimit;
import dev.reverb.tck.ClientFrame;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The limit on the messages of one connection: PROTOCOL.md, end of section 4. */
class RatesTest extends ScriptedTest {

    private static final String PING = "{\"event\":\"pusher:ping\"}";

    @Test
    void messages() {
        play(
                "rates/messages.txt",
                application -> application.rateLimit(new RateLimit(3, Duration.ofSeconds(10), false)));
    }

    @Test
    void terminating() {
        play(
                "rates/terminate.txt",
                application -> application.rateLimit(new RateLimit(2, Duration.ofSeconds(60), true)));
    }

    @Test
    void whatFollowsInTheSameSegmentIsNotHeardWhenTheLimitTerminates() {
        Application application = Application.builder("app-id", "app-key", "app-secret")
                .rateLimit(new RateLimit(1, Duration.ofSeconds(60), true))
                .build();
        try (ReverbTester reverb = start(ReverbTester.builder().application(application))) {
            PusherClient ada = reverb.connect();
            byte[] subscribe = ClientFrame.text("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"orders\"}}");
            ada.socket().send(ClientFrame.text(PING), subscribe, subscribe, ClientFrame.text(PING));
            ada.expectText("{\"event\":\"pusher:pong\"}").expectError(4301).expectClosed(4100, "Rate limit exceeded");
            assertThat(reverb.await(reverb.server().channels("app-id", ""))).isEmpty();
        }
    }
}
