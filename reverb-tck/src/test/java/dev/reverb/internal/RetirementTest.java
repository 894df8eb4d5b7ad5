package dev.reverb.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.Publication;
import dev.reverb.application.Application;
import dev.reverb.application.ClientEventPolicy;
import dev.reverb.internal.channels.Channel;
import dev.reverb.internal.protocol.SubscriptionGate;
import dev.reverb.tck.FakeClock;
import dev.reverb.tck.Framing;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.InMemoryTransport;
import dev.reverb.tck.PusherMessage;
import dev.reverb.tck.ReceivedEvent;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A channel exists as long as somebody is on it or it keeps an event, and not a moment longer: names cost nothing. */
class RetirementTest {

    private static final Application APPLICATION = Application.builder("app-id", "app-key", "app-secret")
            .acceptClientEventsFrom(ClientEventPolicy.ALL)
            .cacheTtl(Duration.ofSeconds(5))
            .build();

    private final InMemoryTransport transport = new InMemoryTransport(3, Framing.RAW);
    private final FakeClock clock = new FakeClock();
    private Engine engine;
    private InMemoryClient ada;
    private InMemoryClient bob;

    @BeforeEach
    void start() throws Exception {
        engine = Engines.start(APPLICATION, transport, clock, SubscriptionGate.OPEN);
        ada = transport.connect("/app/app-key");
        bob = transport.connect("/app/app-key");
    }

    private Stream<String> channels() {
        transport.settle();
        return engine.stateOf("app-id").channels().all().stream()
                .map(Channel::name)
                .map(Object::toString);
    }

    private static void subscribe(InMemoryClient client, String channel) {
        client.text("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"" + channel + "\"}}");
    }

    private static void unsubscribe(InMemoryClient client, String channel) {
        client.text("{\"event\":\"pusher:unsubscribe\",\"data\":{\"channel\":\"" + channel + "\"}}");
    }

    private void publish(String channel, String event) {
        engine.publish("app-id", List.of(Publication.of(channel, event, "{}")));
        transport.settle();
    }

    private void advance(int seconds) {
        for (int i = 0; i < seconds; i++) {
            clock.advance(Duration.ofSeconds(1));
            transport.settle();
        }
    }

    @Test
    void aChannelGoesWithItsLastSubscriber() {
        for (String channel : List.of("orders", "news", "cache-price", "weather")) {
            subscribe(ada, channel);
            subscribe(bob, channel);
        }
        assertThat(channels()).containsExactlyInAnyOrder("orders", "news", "cache-price", "weather");

        unsubscribe(ada, "orders");
        unsubscribe(bob, "orders");
        assertThat(channels()).containsExactlyInAnyOrder("news", "cache-price", "weather");

        ada.vanish();
        assertThat(channels()).containsExactlyInAnyOrder("news", "cache-price", "weather");
        bob.vanish();
        assertThat(channels()).isEmpty();
    }

    @Test
    void leavingAndRejoiningManyTimesLeavesOneChannel() {
        transport.manual();
        for (int i = 0; i < 100; i++) {
            subscribe(ada, "orders");
            unsubscribe(ada, "orders");
            subscribe(bob, "orders");
            transport.lane(i % 3).runOne();
            unsubscribe(bob, "orders");
        }
        subscribe(bob, "orders");
        assertThat(channels()).containsExactly("orders");
        unsubscribe(bob, "orders");
        assertThat(channels()).isEmpty();
    }

    @Test
    void whatOnlyNamesAChannelMakesNone() {
        publish("orders", "OrderShipped");
        publish("cache-price", "pusher:reserved");
        unsubscribe(ada, "orders");
        unsubscribe(ada, "cache-price");
        ada.text("{\"event\":\"client-hello\",\"channel\":\"orders\",\"data\":{}}");
        ada.text("{\"event\":\"client-hello\",\"channel\":\"cache-price\",\"data\":{}}");
        subscribe(ada, "private-orders");
        subscribe(ada, "no name");
        engine.channel("app-id", "orders");
        engine.members("app-id", "presence-room");
        engine.channels("app-id", "");
        assertThat(channels()).isEmpty();
    }

    @Test
    void anEventThatNobodyHearsIsKeptForItsTimeOnly() {
        publish("cache-price", "changed");
        advance(4);
        assertThat(channels()).containsExactly("cache-price");
        publish("cache-price", "changed");
        advance(4);
        assertThat(channels()).containsExactly("cache-price");
        advance(1);
        assertThat(channels()).isEmpty();
    }

    @Test
    void aChannelWhoseEventHasHadItsTimeStaysWithItsSubscribers() {
        subscribe(ada, "cache-price");
        publish("cache-price", "changed");
        advance(10);
        assertThat(channels()).containsExactly("cache-price");
        publish("cache-price", "changed");
        ada.vanish();
        advance(4);
        assertThat(channels()).containsExactly("cache-price");
        advance(1);
        assertThat(channels()).isEmpty();
    }

    private void signIn(InMemoryClient client, String userData) {
        String socketId = ReceivedEvent.parse(client.unread().get(0).text())
                .field("socket_id")
                .orElseThrow();
        client.text(PusherMessage.signIn(APPLICATION, socketId, userData));
    }

    @Test
    void aUsersChannelGoesWithTheLastConnectionAndTheLastWatcher() {
        signIn(ada, "{\"id\":\"7\",\"watchlist\":[\"8\",\"9\"]}");
        signIn(bob, "{\"id\":\"8\",\"watchlist\":[\"7\",\"9\"]}");
        assertThat(channels()).containsExactlyInAnyOrder("#server-to-user-7", "#server-to-user-8", "#server-to-user-9");

        ada.vanish();
        assertThat(channels()).containsExactlyInAnyOrder("#server-to-user-7", "#server-to-user-8", "#server-to-user-9");
        signIn(bob, "{\"id\":\"8\"}");
        assertThat(channels()).containsExactly("#server-to-user-8");
        bob.vanish();
        assertThat(channels()).isEmpty();
    }

    @Test
    void watchingAndNotWatchingManyTimesLeavesWhatIsWatched() {
        transport.manual();
        for (int i = 0; i < 100; i++) {
            signIn(ada, "{\"id\":\"7\",\"watchlist\":[\"8\"]}");
            transport.lane(i % 3).runOne();
            signIn(ada, "{\"id\":\"7\",\"watchlist\":[\"9\"]}");
        }
        assertThat(channels()).containsExactlyInAnyOrder("#server-to-user-7", "#server-to-user-9");
        ada.vanish();
        assertThat(channels()).isEmpty();
    }

    @Test
    void watchersThatComeAndGoBehindAFenceDoNotKeepTheChannel() {
        signIn(ada, "{\"id\":\"7\"}");
        InMemoryClient eve = transport.connect("/app/app-key");
        transport.settle();
        transport.manual();
        for (int i = 0; i < 10; i++) {
            signIn(bob, "{\"id\":\"8\",\"watchlist\":[\"7\"]}");
            transport.lane(i % 3).runOne();
            transport.lane((i + 1) % 3).runOne();
            signIn(bob, "{\"id\":\"8\"}");
            if (i == 3) {
                ada.vanish();
            }
            signIn(eve, "{\"id\":\"9\",\"watchlist\":[\"7\",\"8\"]}");
        }
        assertThat(channels()).containsExactlyInAnyOrder("#server-to-user-7", "#server-to-user-8", "#server-to-user-9");
        eve.vanish();
        assertThat(channels()).containsExactly("#server-to-user-8");
        bob.vanish();
        assertThat(channels()).isEmpty();
    }
}
