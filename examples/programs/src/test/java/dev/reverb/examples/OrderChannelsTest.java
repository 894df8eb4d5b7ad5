package dev.reverb.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.channel.Member;
import dev.reverb.tck.Dialogue;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How an application tests what it does with Reverb: a whole server in each test, without a socket or a wait. */
class OrderChannelsTest {

    // [first]
    @Test
    void customersSeeTheirOrderShip() {
        try (ReverbTester reverb = ReverbTester.start()) {
            PusherClient ada = reverb.connect().subscribe("orders").expectSubscribed("orders");
            reverb.publish("orders", "OrderShipped", "{\"id\":42}");
            ada.expect("OrderShipped", "orders", "{\"id\":42}");
        }
    }
    // [first]

    // [rules]
    private final Application shop = Application.of("shop", "shop-key", "shop-secret");
    private final OrderChannels rules = new OrderChannels(shop.key(), shop.secret(), Map.of("42", "ada"));

    private PusherClient subscribe(PusherClient client, String userId, String channel) {
        String auth = rules.authorize(userId, client.socketId(), channel).orElse("");
        return client.send("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"%s\",\"auth\":\"%s\"}}"
                .formatted(channel, auth));
    }

    @Test
    void onlyItsOwnerHearsAnOrder() {
        try (ReverbTester reverb = ReverbTester.start(shop)) {
            PusherClient ada = subscribe(reverb.connect(), "ada", "private-orders.42");
            ada.expectSubscribed("private-orders.42");

            PusherClient bob = subscribe(reverb.connect(), "bob", "private-orders.42");
            bob.expectSubscriptionError("private-orders.42").expectError(4009);

            reverb.publish("private-orders.42", "OrderShipped", "{}");
            ada.expect("OrderShipped", "private-orders.42", "{}");
            bob.expectNothing();
        }
    }
    // [rules]

    // [presence]
    @Test
    void colleaguesSeeWhoIsHere() {
        Member ada = new Member("1", Optional.of("{\"name\":\"Ada\"}"));
        Member bob = new Member("2", Optional.empty());
        try (ReverbTester reverb = ReverbTester.start()) {
            PusherClient first =
                    reverb.connect().subscribe("presence-desk", ada).expectSubscribed("presence-desk");
            PusherClient second = reverb.connect().subscribe("presence-desk", bob);
            second.expect(
                    "pusher_internal:subscription_succeeded",
                    "presence-desk",
                    "{\"presence\":{\"count\":2,\"ids\":[\"1\",\"2\"],\"hash\":{\"1\":{\"name\":\"Ada\"},\"2\":null}}}");
            first.expect("pusher_internal:member_added", "presence-desk", "{\"user_id\":\"2\"}");

            second.whisper("presence-desk", "client-typing", "{\"on\":true}");
            first.expect("client-typing", "presence-desk", "{\"on\":true}", "2");

            second.socket().vanish();
            first.expect("pusher_internal:member_removed", "presence-desk", "{\"user_id\":\"2\"}");
        }
    }
    // [presence]

    // [time]
    @Test
    void whoeverFallsSilentIsLetGo() {
        try (ReverbTester reverb = ReverbTester.start()) {
            PusherClient ada = reverb.connect();
            reverb.advance(Duration.ofSeconds(60));
            ada.expectText("{\"event\":\"pusher:ping\"}");
            reverb.advance(Duration.ofSeconds(30));
            ada.expectError(4201).expectClosed(4201, "Pong reply not received in time");
        }
    }
    // [time]

    // [settings]
    @Test
    void onlyOurPagesMayConnect() {
        Application ours = Application.builder("shop", "shop-key", "shop-secret")
                .allowedOrigins(List.of("shop.example"))
                .build();
        try (ReverbTester reverb = ReverbTester.start(ours)) {
            InMemoryRequest upgrade = InMemoryRequest.upgrade("/app/shop-key");
            reverb.connect(upgrade.withHeader("Origin", "https://shop.example"));
            reverb.open(upgrade.withHeader("Origin", "https://elsewhere.example"))
                    .expectText(
                            "{\"event\":\"pusher:error\",\"data\":{\"code\":4009,\"message\":\"Origin not allowed\"}}")
                    .expectClose(4009, "Origin not allowed")
                    .expectDisconnected();
        }
    }
    // [settings]

    // [api]
    @Test
    void theHttpApiTakesSignedRequestsOnly() {
        try (ReverbTester reverb = ReverbTester.start()) {
            PusherClient ada = reverb.connect().subscribe("orders").expectSubscribed("orders");
            reverb.request("POST", "/events", "{\"name\":\"E\",\"channel\":\"orders\",\"data\":\"{}\"}")
                    .expect(200, "{}");
            ada.expect("E", "orders", "{}");

            assertThat(reverb.request(reverb.signed("GET", "/channels").tamper("auth_signature", "forged"))
                            .status())
                    .isEqualTo(401);
        }
    }
    // [api]

    // [lanes]
    @Test
    void anEventThatComesBeforeTheSubscriptionIsNotDelivered() {
        try (ReverbTester reverb = ReverbTester.start()) {
            PusherClient ada = reverb.connect();
            reverb.transport().manual();
            reverb.server().publish(reverb.application().id(), "orders", "TooEarly", "{}");
            ada.subscribe("orders");
            reverb.transport().lane(0).runAll();
            ada.expectSubscribed("orders").expectNothing();
        }
    }
    // [lanes]

    // [dialogue]
    @Test
    void theWireStaysAsItIs() {
        try (ReverbTester reverb = ReverbTester.start()) {
            Dialogue.play("orders.txt", reverb);
        }
    }
    // [dialogue]
}
