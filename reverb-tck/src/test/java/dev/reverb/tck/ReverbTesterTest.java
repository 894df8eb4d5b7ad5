package dev.reverb.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reverb.PublishException;
import dev.reverb.channel.Member;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReverbTesterTest {

    @Test
    void anEventGoesFromPublisherToSubscriber() {
        try (ReverbTester reverb = ReverbTester.start()) {
            PusherClient ada = reverb.connect().subscribe("orders").expectSubscribed("orders");
            reverb.publish("orders", "OrderShipped", "{\"id\":42}");
            ada.expect("OrderShipped", "orders", "{ \"id\": 42 }").expectNothing();
        }
    }

    @Test
    void membersSeeEachOther() {
        try (ReverbTester reverb = ReverbTester.start()) {
            PusherClient ada = reverb.connect()
                    .subscribe("presence-room", new Member("1", Optional.of("{\"name\":\"Ada\"}")))
                    .expectSubscribed("presence-room");
            PusherClient bob = reverb.connect()
                    .subscribe("presence-room", new Member("2", Optional.empty()))
                    .expectSubscribed("presence-room");
            ada.expect("pusher_internal:member_added", "presence-room", "{\"user_id\":\"2\"}");
            bob.whisper("presence-room", "client-typing", "{\"on\":true}");
            ada.expect("client-typing", "presence-room", "{\"on\":true}", "2");
        }
    }

    @Test
    void theHttpApiIsSignedFor() {
        try (ReverbTester reverb = ReverbTester.start()) {
            reverb.connect().subscribe("orders").expectSubscribed("orders");
            assertThat(reverb.request("GET", "/channels")
                            .expect(200, "{\"channels\":{\"orders\":{}}}")
                            .header("Content-Type"))
                    .contains("application/json");
            assertThat(reverb.request(reverb.signed("GET", "/channels").tamper("auth_key", "x"))
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void aRefusedPublishThrows() {
        try (ReverbTester reverb = ReverbTester.start()) {
            assertThatExceptionOfType(PublishException.class)
                    .isThrownBy(() -> reverb.publish("not a channel", "E", "{}"));
        }
    }

    @Test
    void anErrorThatNobodyReadFailsTheTest() {
        ReverbTester reverb = ReverbTester.start();
        reverb.connect().subscribe("private-x", "wrong").send("not JSON");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(reverb::close)
                .withMessageContaining("has not read its error");
    }
}
