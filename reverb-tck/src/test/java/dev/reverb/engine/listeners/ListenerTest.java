package dev.reverb.engine.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.Publication;
import dev.reverb.PublishException;
import dev.reverb.application.Application;
import dev.reverb.application.ClientEventPolicy;
import dev.reverb.application.RateLimit;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.Member;
import dev.reverb.channel.SocketId;
import dev.reverb.event.CacheMiss;
import dev.reverb.event.ChannelCreated;
import dev.reverb.event.ChannelOccupied;
import dev.reverb.event.ChannelRemoved;
import dev.reverb.event.ChannelVacated;
import dev.reverb.event.ClientEvent;
import dev.reverb.event.ClosedBy;
import dev.reverb.event.ConnectionClosed;
import dev.reverb.event.ConnectionOpened;
import dev.reverb.event.ConnectionPruned;
import dev.reverb.event.ConnectionRefused;
import dev.reverb.event.EventPublished;
import dev.reverb.event.MemberAdded;
import dev.reverb.event.MemberRemoved;
import dev.reverb.event.MessageReceived;
import dev.reverb.event.MessageSent;
import dev.reverb.event.RateLimited;
import dev.reverb.event.ServerEvent;
import dev.reverb.event.SlowConsumerClosed;
import dev.reverb.event.Subscribed;
import dev.reverb.event.Unsubscribed;
import dev.reverb.event.UserSignedIn;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What listeners are told of each event, and in which order. */
class ListenerTest {

    private static final String APP = "app-id";
    private static final Member ADA = new Member("ada", Optional.of("{\"name\":\"Ada\"}"));

    private final EventLog log = new EventLog();
    private ReverbTester reverb;

    private void start(UnaryOperator<Application.Builder> settings) {
        reverb = ReverbTester.builder()
                .application(settings.apply(Application.builder(APP, "app-key", "app-secret"))
                        .build())
                .server(server -> server.listener(log.listener()))
                .start();
    }

    private void start() {
        start(settings -> settings);
    }

    @AfterEach
    void stop() {
        reverb.close();
    }

    private Instant now() {
        return Instant.ofEpochMilli(reverb.clock().currentTimeMillis());
    }

    private List<ServerEvent> take() {
        return log.take(reverb);
    }

    private static SocketId id(PusherClient client) {
        return SocketId.parse(client.socketId()).orElseThrow();
    }

    private static ChannelName channel(String name) {
        return ChannelName.of(name);
    }

    /** A connection whose opening has been told. */
    private PusherClient connect() {
        PusherClient client = reverb.connect();
        take();
        return client;
    }

    // ---- connections ----

    @Test
    void aConnectionThatOpensAndIsLost() {
        start();
        PusherClient ada = reverb.connect(
                InMemoryRequest.upgrade("/app/app-key?protocol=7").withHeader("Origin", "https://shop.example"));
        assertThat(take())
                .containsExactly(
                        new ConnectionOpened(APP, now(), id(ada), "127.0.0.1", Optional.of("shop.example"), false));
        reverb.advance(Duration.ofMillis(1_500));
        ada.socket().vanish();
        assertThat(take())
                .containsExactly(new ConnectionClosed(
                        APP, now(), id(ada), 1006, "", ClosedBy.NOBODY, Duration.ofMillis(1_500), Optional.empty()));
        assertThat(log.threads()).singleElement().asString().startsWith("reverb-listener-");
    }

    private void expectClosed(PusherClient client, int code, String reason, ClosedBy by) {
        assertThat(take())
                .containsExactly(new ConnectionClosed(
                        APP, now(), id(client), code, reason, by, Duration.ZERO, Optional.empty()));
    }

    @Test
    void aClientThatCloses() {
        start();
        PusherClient ada = connect();
        ada.socket().close(1001, "going away");
        expectClosed(ada, 1001, "", ClosedBy.CLIENT);
    }

    @Test
    void aServerThatCloses() {
        start(settings -> settings.maxMessageSize(10));
        PusherClient ada = connect();
        ada.send("{\"event\":\"too long\"}");
        ada.socket().skip();
        List<ServerEvent> told = take();
        assertThat(told).singleElement().isInstanceOfSatisfying(ConnectionClosed.class, closed -> {
            assertThat(closed.code()).isEqualTo(1009);
            assertThat(closed.by()).isEqualTo(ClosedBy.SERVER);
        });
    }

    @Test
    void connectionsThatAreRefused() {
        start(settings -> settings.maxConnections(1));
        reverb.open("/app/another-key?protocol=7").skip();
        reverb.open("/elsewhere").skip();
        connect();
        reverb.open("/app/app-key?protocol=7").skip();
        reverb.open("/app/app-key?protocol=4").skip();
        assertThat(take())
                .containsExactly(
                        refused(Optional.of(APP), Optional.of("app-key"), 4004, "Application is over connection quota"),
                        refused(Optional.of(APP), Optional.of("app-key"), 4007, "Unsupported protocol version"));
    }

    @Test
    void connectionsToWhatIsNotThere() {
        start();
        reverb.open("/app/another-key?protocol=7").skip();
        reverb.open("/app/a/b").skip();
        assertThat(take())
                .containsExactly(
                        refused(Optional.empty(), Optional.of("another-key"), 4001, "Application does not exist"),
                        refused(Optional.empty(), Optional.empty(), 4005, "Path not found"));
    }

    private ConnectionRefused refused(Optional<String> appId, Optional<String> key, int code, String reason) {
        return new ConnectionRefused(appId, now(), key, "127.0.0.1", code, reason);
    }

    @Test
    void aConnectionThatIsPruned() {
        start();
        PusherClient ada = connect();
        reverb.advance(Duration.ofSeconds(59));
        assertThat(take()).isEmpty();
        reverb.advance(Duration.ofSeconds(32));
        ada.socket().skip();
        List<ServerEvent> told = take();
        assertThat(told).hasSize(2);
        assertThat(told.get(0))
                .isInstanceOfSatisfying(
                        ConnectionPruned.class,
                        pruned -> assertThat(pruned.socketId()).isEqualTo(id(ada)));
        assertThat(told.get(1)).isInstanceOfSatisfying(ConnectionClosed.class, closed -> {
            assertThat(closed.code()).isEqualTo(4201);
            assertThat(closed.reason()).isEqualTo("Pong reply not received in time");
            assertThat(closed.by()).isEqualTo(ClosedBy.SERVER);
            assertThat(closed.openFor()).isBetween(Duration.ofSeconds(89), Duration.ofSeconds(91));
        });
    }

    @Test
    void aConnectionThatDoesNotRead() {
        start(settings -> settings.maxOutboundBytes(10));
        PusherClient ada = reverb.connect().subscribe("orders").expectSubscribed("orders");
        ada.socket().blockWrites();
        take();
        for (int i = 0; i < 3; i++) {
            reverb.publish("orders", "E", "{}");
        }
        List<ServerEvent> told = take().stream()
                .filter(event -> !(event instanceof EventPublished))
                .toList();
        assertThat(told).hasSize(5);
        assertThat(told.get(0)).isInstanceOfSatisfying(SlowConsumerClosed.class, closed -> {
            assertThat(closed.socketId()).isEqualTo(id(ada));
            assertThat(closed.droppedBytes()).isPositive();
        });
        assertThat(told.get(1))
                .isInstanceOfSatisfying(
                        ConnectionClosed.class,
                        closed -> assertThat(closed.code()).isEqualTo(4100));
        assertThat(told.subList(2, 5))
                .extracting(ServerEvent::getClass)
                .containsExactly(Unsubscribed.class, ChannelVacated.class, ChannelRemoved.class);
        ada.socket().unblockWrites().skip();
    }

    @Test
    void messagesBothWaysInTheirOrder() {
        start();
        PusherClient ada = reverb.connect();
        ada.send("{\"event\":\"pusher:ping\",\"data\":{}}").expectText("{\"event\":\"pusher:pong\"}");
        List<ServerEvent> told = log.takeMessages(reverb);
        assertThat(told)
                .element(0)
                .isInstanceOfSatisfying(
                        MessageSent.class,
                        sent -> assertThat(sent.text()).contains("pusher:connection_established", ada.socketId()));
        assertThat(told.subList(1, told.size()))
                .containsExactly(
                        new MessageReceived(APP, now(), id(ada), "{\"event\":\"pusher:ping\",\"data\":{}}"),
                        new MessageSent(APP, now(), id(ada), "{\"event\":\"pusher:pong\"}"));
        assertThat(told.toString()).doesNotContain("pusher:pong");
    }

    @Test
    void aBroadcastIsAMessageToEachThatGetsIt() {
        start();
        PusherClient ada = reverb.connect().subscribe("orders").expectSubscribed("orders");
        PusherClient bob = reverb.connect().subscribe("orders").expectSubscribed("orders");
        PusherClient cid = reverb.connect().subscribe("orders").expectSubscribed("orders");
        log.takeMessages(reverb);
        reverb.publish(Publication.of("orders", "E", "{}").except(cid.socketId()));
        assertThat(log.takeMessages(reverb))
                .allSatisfy(event -> assertThat(event)
                        .isInstanceOfSatisfying(
                                MessageSent.class,
                                sent -> assertThat(sent.text())
                                        .isEqualTo("{\"event\":\"E\",\"channel\":\"orders\",\"data\":\"{}\"}")))
                .extracting(event -> ((MessageSent) event).socketId())
                .containsExactlyInAnyOrder(id(ada), id(bob));
        List.of(ada, bob).forEach(client -> client.expect("E", "orders", "{}"));
    }

    @Test
    void aUserWhoSignsIn() {
        start();
        PusherClient ada = connect();
        ada.signIn("{\"id\":\"7\"}").expectSignedIn("{\"id\":\"7\"}");
        assertThat(take()).containsExactly(new UserSignedIn(APP, now(), id(ada), "7"));
        ada.signIn("{\"id\":\"7\",\"user_info\":{}}").expectSignedIn("{\"id\":\"7\",\"user_info\":{}}");
        assertThat(take()).isEmpty();
        ada.socket().vanish();
        assertThat(take())
                .containsExactly(new ConnectionClosed(
                        APP, now(), id(ada), 1006, "", ClosedBy.NOBODY, Duration.ZERO, Optional.of("7")));
    }

    // ---- channels ----

    @Test
    void whatASubscriptionBringsAndItsEndTakes() {
        start();
        PusherClient ada = connect();
        ChannelName room = channel("presence-cache-room");
        ada.subscribe("presence-cache-room", ADA).expectSubscribed("presence-cache-room");
        assertThat(take())
                .containsExactly(
                        new ChannelCreated(APP, now(), room),
                        new ChannelOccupied(APP, now(), room),
                        new MemberAdded(APP, now(), room, "ada"),
                        new Subscribed(APP, now(), room, id(ada), Optional.of(ADA)),
                        new CacheMiss(APP, now(), room));
        ada.unsubscribe("presence-cache-room");
        assertThat(take())
                .containsExactly(
                        new Unsubscribed(APP, now(), room, id(ada), Optional.of(ADA)),
                        new MemberRemoved(APP, now(), room, "ada"),
                        new ChannelVacated(APP, now(), room),
                        new ChannelRemoved(APP, now(), room));
    }

    @Test
    void aSecondTabIsASubscriptionAndNoMember() {
        start();
        PusherClient one = reverb.connect().subscribe("presence-room", ADA).expectSubscribed("presence-room");
        PusherClient other = connect();
        other.subscribe("presence-room", ADA).expectSubscribed("presence-room");
        ChannelName room = channel("presence-room");
        assertThat(take()).containsExactly(new Subscribed(APP, now(), room, id(other), Optional.of(ADA)));
        one.socket().vanish();
        assertThat(take()).element(1).isEqualTo(new Unsubscribed(APP, now(), room, id(one), Optional.of(ADA)));
    }

    @Test
    void aConnectionThatGoesIsClosedBeforeItsSubscriptionsEnd() {
        start();
        PusherClient ada = reverb.connect().subscribe("orders").expectSubscribed("orders");
        take();
        ada.socket().vanish();
        assertThat(take())
                .extracting(ServerEvent::getClass)
                .containsExactly(
                        ConnectionClosed.class, Unsubscribed.class, ChannelVacated.class, ChannelRemoved.class);
    }

    @Test
    void whatIsRefusedOrThereAlreadyIsNotTold() {
        start(settings -> settings.maxPresenceMembers(1));
        PusherClient ada = reverb.connect().subscribe("presence-room", ADA).expectSubscribed("presence-room");
        PusherClient bob = reverb.connect();
        take();
        ada.subscribe("presence-room", ADA).expectSubscribed("presence-room");
        bob.subscribe("presence-room", new Member("bob", Optional.empty())).expectSubscriptionError("presence-room");
        assertThat(take()).isEmpty();
    }

    @Test
    void channelsOfUsersTellNothing() {
        start();
        PusherClient ada = connect();
        ada.signIn("{\"id\":\"7\",\"watchlist\":[\"9\"]}");
        ada.socket().skip();
        assertThat(take()).extracting(ServerEvent::getClass).containsExactly(UserSignedIn.class);
    }

    @Test
    void aChannelThatKeepsAnEventIsThereWithoutSubscribers() {
        start(settings -> settings.cacheTtl(Duration.ofSeconds(2)));
        reverb.publish("cache-price", "Changed", "1");
        assertThat(take()).element(1).isEqualTo(new ChannelCreated(APP, now(), channel("cache-price")));
        reverb.advance(Duration.ofSeconds(4));
        assertThat(take()).extracting(ServerEvent::getClass).containsExactly(ChannelRemoved.class);
    }

    // ---- events ----

    @Test
    void aClientEvent() {
        start();
        PusherClient ada = reverb.connect().subscribe("presence-room", ADA).expectSubscribed("presence-room");
        take();
        ada.whisper("presence-room", "client-typing", "{\"on\":true}");
        ada.whisper("presence-room", "client-said", "\"hello\"");
        ada.send("{\"event\":\"client-bare\",\"channel\":\"presence-room\"}");
        ChannelName room = channel("presence-room");
        Optional<String> user = Optional.of("ada");
        assertThat(take())
                .containsExactly(
                        new ClientEvent(APP, now(), room, id(ada), "client-typing", Optional.of("{\"on\":true}"), user),
                        new ClientEvent(APP, now(), room, id(ada), "client-said", Optional.of("hello"), user),
                        new ClientEvent(APP, now(), room, id(ada), "client-bare", Optional.empty(), user));
    }

    @Test
    void anEventThatIsPublishedWhoeverHearsIt() {
        start();
        PusherClient ada = connect();
        reverb.publish(Publication.of(List.of("a", "b"), "OrderShipped", "{\"id\":\"ü\"}")
                .except(ada.socketId()));
        assertThat(take())
                .containsExactly(new EventPublished(
                        APP,
                        now(),
                        List.of(channel("a"), channel("b")),
                        "OrderShipped",
                        "{\"id\":\"ü\"}",
                        Optional.of(id(ada))));
        reverb.request("POST", "/events", "{\"name\":\"E\",\"channel\":\"a\",\"data\":\"one\\ntwo\"}");
        assertThat(take())
                .containsExactly(
                        new EventPublished(APP, now(), List.of(channel("a")), "E", "one\ntwo", Optional.empty()));
    }

    @Test
    void limitsThatAreExceeded() {
        start(settings -> settings.acceptClientEventsFrom(ClientEventPolicy.ALL)
                .rateLimit(new RateLimit(3, Duration.ofMinutes(1), false))
                .maxClientEventsPerSecond(1)
                .maxReadRequestsPerSecond(1)
                .maxBackendEventsPerSecond(2));
        PusherClient ada = connect();
        ada.whisper("chat", "client-a", "1");
        ada.whisper("chat", "client-b", "2").expectError(4301);
        ada.send("{\"event\":\"pusher:ping\"}").expectText("{\"event\":\"pusher:pong\"}");
        ada.send("{\"event\":\"pusher:ping\"}").expectError(4301);
        reverb.request("GET", "/channels");
        reverb.request("GET", "/channels");
        reverb.advance(Duration.ofSeconds(1));
        reverb.publish("a", "E", "{}");
        reverb.publish("a", "E", "{}");
        Assertions.assertThatExceptionOfType(PublishException.class).isThrownBy(() -> reverb.publish("a", "E", "{}"));
        reverb.advance(Duration.ofSeconds(1));
        Optional<SocketId> socket = Optional.of(id(ada));
        assertThat(take().stream().filter(RateLimited.class::isInstance).map(RateLimited.class::cast))
                .extracting(RateLimited::limit, RateLimited::socketId)
                .containsExactly(
                        Assertions.tuple(RateLimited.Limit.CLIENT_EVENTS, socket),
                        Assertions.tuple(RateLimited.Limit.MESSAGES, socket),
                        Assertions.tuple(RateLimited.Limit.READ_REQUESTS, Optional.empty()),
                        Assertions.tuple(RateLimited.Limit.BACKEND_EVENTS, Optional.empty()));
    }

    // ---- the end ----

    @Test
    void whatWaitsIsToldBeforeTheEnd() {
        start();
        PusherClient ada = reverb.connect().subscribe("orders").expectSubscribed("orders");
        reverb.shutdown();
        ada.socket().skip();
        assertThat(log.rest().stream()
                        .filter(event -> !(event instanceof MessageSent) && !(event instanceof MessageReceived))
                        .map(event -> event.getClass().getSimpleName()))
                .containsExactly(
                        "ConnectionOpened",
                        "ChannelCreated",
                        "ChannelOccupied",
                        "Subscribed",
                        "ConnectionClosed",
                        "Unsubscribed",
                        "ChannelVacated",
                        "ChannelRemoved");
    }
}
