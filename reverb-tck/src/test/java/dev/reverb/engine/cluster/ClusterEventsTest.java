package dev.reverb.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.Publication;
import dev.reverb.PublishException;
import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.application.ClientEventPolicy;
import dev.reverb.channel.ChannelAttribute;
import dev.reverb.channel.Member;
import dev.reverb.tck.FakeClock;
import dev.reverb.tck.InMemoryCluster;
import dev.reverb.tck.InMemoryExchange;
import dev.reverb.tck.InMemoryTransport;
import dev.reverb.tck.PusherClient;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events between servers: who gets them, in which order, and what is kept, asked and refused. */
class ClusterEventsTest {

    private static final Application APPLICATION = Application.builder("app-id", "app-key", "app-secret")
            .acceptClientEventsFrom(ClientEventPolicy.ALL)
            .cacheTtl(Duration.ofMinutes(1))
            .build();

    private final Servers servers = Servers.start(2, APPLICATION);

    @AfterEach
    void stop() {
        servers.close();
    }

    private PusherClient subscribed(int server, String channel) {
        return servers.connect(server).subscribe(channel).expectSubscribed(channel);
    }

    @Test
    void anEventReachesTheSubscribersOfAllServersButTheExcluded() {
        PusherClient here = subscribed(0, "orders");
        PusherClient there = subscribed(1, "orders");
        PusherClient other = subscribed(1, "news");
        servers.server(0).publish("orders", "OrderShipped", "{}");
        here.expect("OrderShipped", "orders", "{}");
        there.expect("OrderShipped", "orders", "{}");
        servers.server(0).publish(Publication.of("orders", "Again", "{}").except(there.socketId()));
        here.expect("Again", "orders", "{}");
        there.expectNothing();
        other.expectNothing();
    }

    @Test
    void eventsHaveOneOrderOnAllServers() {
        PusherClient here = subscribed(0, "orders");
        PusherClient there = subscribed(1, "orders");
        for (int i = 0; i < 50; i++) {
            servers.server(i % 2).publish("orders", "n" + i, "{}");
        }
        for (int i = 0; i < 50; i++) {
            here.expect("n" + i, "orders", "{}");
            there.expect("n" + i, "orders", "{}");
        }
    }

    @Test
    void aClientEventReachesAllButItsSender() {
        PusherClient sender = subscribed(0, "private-chat");
        PusherClient near = subscribed(0, "private-chat");
        PusherClient far = subscribed(1, "private-chat");
        sender.whisper("private-chat", "client-typing", "{}");
        near.expect("client-typing", "private-chat", "{}");
        far.expect("client-typing", "private-chat", "{}");
        sender.expectNothing();
    }

    @Test
    void aClientEventOfWhoIsNotOnTheChannelReachesOtherServers() {
        PusherClient far = subscribed(1, "lobby");
        servers.connect(0).whisper("lobby", "client-hello", "{}");
        far.expect("client-hello", "lobby", "{}");
    }

    @Test
    void aSubscriptionIsAnsweredOnlyWhenTheChannelIsFollowed() {
        servers.cluster.manual();
        PusherClient client = servers.connect(0).subscribe("orders").whisper("orders", "client-hello", "{}");
        client.expectNothing();
        servers.server(1).server().publish("app-id", "orders", "Early", "{}");
        servers.server(0).transport().settle();
        client.expectNothing();
        servers.settle();
        client.expectSubscribed("orders").expectNothing();
        servers.cluster.automatic();
        servers.server(1).publish("orders", "Next", "{}");
        client.expect("Next", "orders", "{}");
    }

    @Test
    void whoGoesWhileItWaitsLeavesNothing() {
        servers.cluster.manual();
        servers.connect(0).subscribe("orders").socket().vanish();
        servers.connect(1)
                .subscribe("presence-room", new Member("u", Optional.empty()))
                .socket()
                .vanish();
        servers.settle();
        assertThat(servers.cluster.isEmpty()).isTrue();
    }

    @Test
    void whoUnsubscribesWhileItWaitsIsAnsweredAndGone() {
        servers.cluster.manual();
        PusherClient client =
                servers.connect(0).subscribe("orders").unsubscribe("orders").subscribe("orders");
        servers.settle();
        client.expectSubscribed("orders").expectSubscribed("orders").expectNothing();
    }

    @Test
    void aKeptEventIsTheSameOnAllServersAndEndsWithItsTime() {
        servers.server(0).publish("cache-price", "Price", "{\"eur\":5}");
        servers.connect(1)
                .subscribe("cache-price")
                .expectSubscribed("cache-price")
                .expect("Price", "cache-price", "{\"eur\":5}");
        servers.server(1).publish("cache-price", "pusher:own", "{}");
        assertThat(servers.server(1)
                        .request("GET", "/channels/cache-price?info=cache")
                        .body())
                .contains("\"cache\":{\"event\":\"Price\",\"data\":\"{\\\"eur\\\":5}\",\"ttl\":60}");
        servers.advance(Duration.ofSeconds(61));
        servers.connect(1)
                .subscribe("cache-price")
                .expectSubscribed("cache-price")
                .expectText("{\"event\":\"pusher:cache_miss\",\"channel\":\"cache-price\"}");
        servers.connect(0)
                .subscribe("cache-price")
                .expectSubscribed("cache-price")
                .expectText("{\"event\":\"pusher:cache_miss\",\"channel\":\"cache-price\"}");
    }

    @Test
    void questionsAreAnsweredForAllServersTogether() {
        subscribed(0, "orders");
        subscribed(1, "orders");
        subscribed(1, "news");
        servers.advance(Duration.ofSeconds(2));
        for (int server = 0; server < 2; server++) {
            ReverbServer asked = servers.server(server).server();
            assertThat(servers.server(server).await(asked.connectionCount("app-id")))
                    .isEqualTo(3);
            assertThat(servers.server(server)
                            .await(asked.channel("app-id", "orders"))
                            .subscriptionCount())
                    .hasValue(2);
            assertThat(servers.server(server).await(asked.channels("app-id", "n")))
                    .containsOnlyKeys("news");
            assertThat(servers.server(server)
                            .publish(Publication.of("orders", "E", "{}").withInfo(ChannelAttribute.SUBSCRIPTION_COUNT))
                            .channels()
                            .get("orders")
                            .subscriptionCount())
                    .hasValue(2);
        }
    }

    @Test
    void aUserIsTerminatedOnAllServers() {
        String user = "{\"id\":\"u\"}";
        PusherClient one = servers.connect(0).signIn(user).expectSignedIn(user);
        PusherClient two = servers.connect(1).signIn(user).expectSignedIn(user);
        servers.server(0).await(servers.server(0).server().terminateConnections("app-id", "u"));
        one.expectError(4009);
        two.expectError(4009);
    }

    @Test
    void whileTheBackEndIsAwayOwnSubscribersGetEventsAndOthersAfterwards() {
        PusherClient here = subscribed(0, "orders");
        PusherClient there = subscribed(1, "orders");
        servers.cluster.takeAway();
        servers.server(0).publish("orders", "Late", "{}");
        here.expect("Late", "orders", "{}");
        there.expectNothing();
        PusherClient comes = subscribed(0, "orders");
        servers.cluster.bringBack();
        there.expect("Late", "orders", "{}");
        here.expectNothing();
        comes.expectNothing();
        assertThat(servers.server(1)
                        .await(servers.server(1).server().channel("app-id", "orders"))
                        .subscriptionCount())
                .hasValue(3);
    }

    @Test
    void whatCannotBeKeptForOthersIsRefused() {
        PusherClient here = subscribed(0, "private-orders");
        servers.cluster.maxBufferedMessages(1);
        servers.cluster.takeAway();
        servers.server(0).publish("private-orders", "Kept", "{}");
        here.expect("Kept", "private-orders", "{}");
        assertThatThrownBy(() -> servers.server(0).publish("private-orders", "Refused", "{}"))
                .isInstanceOfSatisfying(
                        PublishException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(PublishException.Reason.UNAVAILABLE));
        InMemoryExchange refused = servers.server(0)
                .request("POST", "/events", "{\"name\":\"e\",\"channel\":\"private-orders\",\"data\":\"{}\"}");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).contains("1");
        here.whisper("private-orders", "client-typing", "{}").expectError(4301);
        here.expectNothing();
        InMemoryExchange asked = servers.server(0).request("GET", "/channels");
        assertThat(asked.status()).isEqualTo(503);
        servers.cluster.bringBack();
        assertThat(servers.server(0).request("GET", "/channels").status()).isEqualTo(200);
    }

    @Test
    void aServerThatCannotReachItsBackEndDoesNotStart() {
        InMemoryCluster away = new InMemoryCluster(new FakeClock());
        away.takeAway();
        FakeClock clock = new FakeClock();
        assertThatThrownBy(() -> ReverbServer.builder()
                        .application(APPLICATION)
                        .transport(new InMemoryTransport())
                        .ticker(clock)
                        .scheduler(clock)
                        .scaling((ticker, scheduler) -> away.open())
                        .start())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("The scaling back-end cannot be used: The back-end cannot be reached");
        assertThat(clock.pendingTasks()).isZero();
    }
}
