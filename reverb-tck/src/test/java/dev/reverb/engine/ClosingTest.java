package dev.reverb.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.channel.Member;
import dev.reverb.tck.ClientFrame;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How connections end, and what is left of them: nothing. */
class ClosingTest extends ScriptedTest {

    private static final String PING = "{\"event\":\"pusher:ping\"}";
    private static final String PONG = "{\"event\":\"pusher:pong\"}";

    private static Member member(String id) {
        return new Member(id, Optional.empty());
    }

    @Test
    void aMessageMayComeInFragments() {
        try (ReverbTester reverb = start(ReverbTester.builder())) {
            PusherClient ada = reverb.connect();
            ada.socket().send(ClientFrame.of(false, 1, "{\"event\":\"pus".getBytes(UTF_8)));
            ada.socket().ping("between").expectPong("between");
            ada.socket().send(ClientFrame.of(true, 0, "her:ping\"}".getBytes(UTF_8)));
            ada.expectText(PONG);
        }
    }

    @Test
    void fragmentsCountTogether() {
        Application application = Application.builder("app-id", "app-key", "app-secret")
                .maxMessageSize(100)
                .build();
        try (ReverbTester reverb = start(ReverbTester.builder().application(application))) {
            byte[] half = "x".repeat(50).getBytes(UTF_8);
            PusherClient ada = reverb.connect();
            ada.socket().send(ClientFrame.of(false, 1, half), ClientFrame.of(true, 0, half));
            ada.expectError(4200);
            ada.socket()
                    .send(ClientFrame.of(false, 1, half), ClientFrame.of(false, 0, half))
                    .expectNothing();
            ada.socket().send(ClientFrame.of(true, 0, new byte[] {'x'}));
            ada.socket().expectClose(1009, "A message is larger than 100 bytes.");
        }
    }

    @Test
    void textThatIsNotUtf8Closes() {
        try (ReverbTester reverb = start(ReverbTester.builder())) {
            for (byte[] wrong : new byte[][] {
                {(byte) 0x80}, {(byte) 0xC0, (byte) 0xAF}, {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, {'a', (byte) 0xFF}
            }) {
                PusherClient ada = reverb.connect();
                ada.socket().send(ClientFrame.of(true, 1, wrong));
                ada.socket().expectClose(1007, "A message is not UTF-8.");
            }
            reverb.connect().send(PING).expectText(PONG);
        }
    }

    @Test
    void framesThatBreakTheRfcClose() {
        try (ReverbTester reverb = start(ReverbTester.builder())) {
            PusherClient ada = reverb.connect();
            ada.socket().send(new byte[] {(byte) 0x81, 2, '{', '}'});
            ada.socket().expectClose(1002, "A client's frame must be masked.");
            ada.socket().expectDisconnected();
        }
    }

    @Test
    void nothingIsHandledBehindAClose() {
        try (ReverbTester reverb = start(ReverbTester.builder())) {
            PusherClient ada = reverb.connect();
            ada.socket()
                    .send(
                            ClientFrame.text(PING),
                            ClientFrame.close(1001, "going away"),
                            ClientFrame.text("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"orders\"}}"));
            ada.expectText(PONG).expectClosed(1001, "");
            assertThat(reverb.request("GET", "/channels").body()).isEqualTo("{\"channels\":{}}");
        }
    }

    @Test
    void aCloseOrALossLeavesEveryChannel() {
        try (ReverbTester reverb = start(ReverbTester.builder())) {
            PusherClient ada =
                    reverb.connect().subscribe("presence-a", member("1")).expectSubscribed("presence-a");
            PusherClient bob = reverb.connect();
            for (String channel : new String[] {"presence-a", "presence-b"}) {
                bob.subscribe(channel, member("2")).expectSubscribed(channel);
            }
            ada.expect("pusher_internal:member_added", "presence-a", "{\"user_id\":\"2\"}");
            bob.subscribe("orders").expectSubscribed("orders").socket().vanish();
            ada.expect("pusher_internal:member_removed", "presence-a", "{\"user_id\":\"2\"}");
            assertThat(reverb.request("GET", "/channels").body()).isEqualTo("{\"channels\":{\"presence-a\":{}}}");
        }
    }

    @Test
    void aPrunedClientThatIsReallyGoneIsGivenUp() {
        try (ReverbTester reverb = start(ReverbTester.builder())) {
            PusherClient ada =
                    reverb.connect().subscribe("presence-a", member("1")).expectSubscribed("presence-a");
            ada.socket().keepAlive();
            PusherClient bob =
                    reverb.connect().subscribe("presence-a", member("2")).expectSubscribed("presence-a");
            ada.expect("pusher_internal:member_added", "presence-a", "{\"user_id\":\"2\"}");
            InMemoryClient tunnel = bob.socket().ignoreClose();
            reverb.advance(Duration.ofSeconds(90));
            bob.expectText(PING).expectError(4201);
            tunnel.expectClose(4201, "Pong reply not received in time");
            reverb.advance(Duration.ofSeconds(5));
            tunnel.expectDisconnected();
            ada.expect("pusher_internal:member_removed", "presence-a", "{\"user_id\":\"2\"}");
        }
    }

    @Test
    void aClientThatAnswersPingsStaysForever() {
        try (ReverbTester reverb = start(ReverbTester.builder())) {
            PusherClient ada = reverb.connect();
            ada.socket().keepAlive();
            reverb.advance(Duration.ofHours(3));
            assertThat(ada.socket().isDisconnected()).isFalse();
            ada.expectNothing();
        }
    }

    @Test
    void aShutdownTellsClientsToComeBackElsewhere() {
        try (ReverbTester reverb = start(ReverbTester.builder())) {
            PusherClient ada = reverb.connect();
            reverb.shutdown();
            ada.expectClosed(4200, "Server is shutting down");
        }
    }
}
