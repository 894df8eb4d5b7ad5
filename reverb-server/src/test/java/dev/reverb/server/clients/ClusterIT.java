package dev.reverb.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.pusher.client.channel.PusherEvent;
import com.pusher.client.channel.User;
import com.pusher.rest.Pusher;
import dev.reverb.application.Application;
import dev.reverb.test.browser.Tab;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/**
 * The unmodified laravel-echo and pusher-js in a browser, and pusher-java-client, each on a server of its own; the server SDKs for Java and
 * Node publish through nginx, to whichever server it chooses.
 */
@OnOneTransport
class ClusterIT extends ClusterCase {

    private static final int EVENTS = 10;

    @Running
    private Node node;

    private Pusher sdk;

    private void begin(Application application) throws Exception {
        startCluster(application);
        sdk = closeLater(site().sdk());
    }

    /** A page by laravel-echo, one by pusher-js alone, and a Java client, on the same public channel. */
    private record Three(Tab echo, Tab plain, JavaClient java) {}

    private Three onOrders() {
        Three three = new Three(openEcho(site(), "ada"), openPusher(site(), "bob"), javaClient("cy"));
        awaitOneOnEach();
        three.echo.run("echo.channel('orders').subscribed(note('subscribed')).listen('.shipped', note('shipped'))"
                + ".listen('.fence', note('fence'))");
        three.plain.run("window.channel = pusher.subscribe('orders');"
                + "channel.bind('shipped', note('shipped')); channel.bind('fence', note('fence'));");
        three.java.subscribe("orders", "shipped", "fence");
        three.echo.awaitNote("subscribed");
        three.plain.await("channel.subscribed");
        three.java.awaitSubscribed("orders");
        return three;
    }

    private static List<Long> numbers(List<Object> javaEvents) {
        return javaEvents.stream()
                .map(event -> Long.valueOf(((PusherEvent) event).getData()))
                .toList();
    }

    private void trigger(String channel, String event, Object data) {
        assertThat(sdk.trigger(channel, event, data).getHttpStatus()).isEqualTo(200);
    }

    private JsonElement ask(String path) {
        return JsonParser.parseString(sdk.get(path).getMessage());
    }

    private JsonElement ask(String path, String info) {
        return JsonParser.parseString(sdk.get(path, Map.of("info", info)).getMessage());
    }

    @Test
    void everybodyHearsTheEventsOfAllPublishersInOneOrder() throws Exception {
        begin(RunningServer.APPLICATION);
        Three three = onOrders();

        CompletableFuture<Void> byNode = CompletableFuture.runAsync(() -> node.run(site(), """
                        for (let i = 0; i < arguments[0]; i++) {
                            await pusher.trigger('orders', 'shipped', 100 + i);
                        }
                        """, EVENTS));
        for (int i = 0; i < EVENTS; i++) {
            trigger("orders", "shipped", i);
        }
        byNode.join();
        trigger("orders", "fence", 1);

        three.echo.awaitNote("fence");
        three.plain.awaitNote("fence");
        three.java.notes.await("fence");
        List<Object> heard = three.echo.notes("shipped");
        assertThat(heard).hasSize(2 * EVENTS).doesNotHaveDuplicates();
        assertThat(three.plain.notes("shipped")).isEqualTo(heard);
        assertThat(numbers(three.java.notes.get("shipped"))).isEqualTo(heard);
    }

    @Test
    void theAuthorIsLeftOutWhicheverServerItIsOn() throws Exception {
        begin(RunningServer.APPLICATION);
        Three three = onOrders();

        sdk.trigger("orders", "shipped", 1, three.java.socketId());
        node.run(
                site(),
                "await pusher.trigger('orders', 'shipped', 2, { socket_id: arguments[0] })",
                three.plain.get("pusher.connection.socket_id"));
        three.echo.run("""
                fetch('/orders', {
                    method: 'POST', headers: { 'X-Socket-ID': echo.socketId() }, body: '{}',
                }).then(() => note('posted')(1))
                """);
        three.echo.awaitNote("posted");
        trigger("orders", "fence", 1);

        three.echo.awaitNote("fence");
        three.plain.awaitNote("fence");
        three.java.notes.await("fence");
        assertThat(three.echo.notes("shipped")).containsExactly(1L, 2L);
        assertThat(three.plain.notes("shipped")).containsExactly(1L);
        assertThat(numbers(three.java.notes.get("shipped"))).containsExactly(2L);
        assertThat(three.echo.notes("message")).doesNotContain("App\\Events\\OrderShipped");
        assertThat(three.plain.notes("message")).containsOnlyOnce("App\\Events\\OrderShipped");
    }

    @Test
    void countsAreThoseOfAllServers() throws Exception {
        begin(Application.builder("app-1", "key-1", "secret-1")
                .subscriptionCountEvents(true)
                .build());
        Three three = onOrders();

        three.plain.await("channel.subscriptionCount === 3");
        RunningServer.await(
                () -> ask("/channels/orders", "subscription_count")
                        .equals(JsonParser.parseString("{\"occupied\":true,\"subscription_count\":3}")),
                "three subscriptions");
        RunningServer.await(
                () -> ask("/connections").equals(JsonParser.parseString("{\"connections\":3}")), "three connections");
        assertThat(ask("/channels")).isEqualTo(JsonParser.parseString("{\"channels\":{\"orders\":{}}}"));
        assertThat(node.run(site(), """
                        const options = { info: 'subscription_count' };
                        return await (await pusher.trigger('orders', 'shipped', 1, options)).json()
                        """))
                .isEqualTo(JsonParser.parseString("{\"channels\":{\"orders\":{\"subscription_count\":3}}}"));

        three.java.pusher.unsubscribe("orders");
        three.plain.await("channel.subscriptionCount === 2");
    }

    @Test
    void aUserWithATabOnEachServerComesAndGoesOnce() throws Exception {
        begin(RunningServer.APPLICATION);
        JavaClient bob = javaClient("bob");
        bob.subscribe("presence-room", "fence");
        assertThat(bob.notes.await("here")).isEqualTo(Set.of("bob"));
        List<Tab> ada = List.of(openEcho(site(), "ada"), openEcho(site(), "ada"));
        awaitOneOnEach();

        for (Tab tab : ada) {
            tab.run("echo.join('room').here(note('here')).joining(note('joining')).leaving(note('leaving'))");
            assertThat((List<?>) tab.awaitNote("here"))
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .containsExactlyInAnyOrder(Map.of("name", "bob"), Map.of("name", "ada"));
        }
        assertThat(ask("/channels/presence-room", "user_count"))
                .isEqualTo(JsonParser.parseString("{\"occupied\":true,\"user_count\":2}"));
        assertThat(ask("/channels/presence-room/users").getAsJsonObject().getAsJsonArray("users"))
                .containsExactlyInAnyOrder(
                        JsonParser.parseString("{\"id\":\"ada\"}"), JsonParser.parseString("{\"id\":\"bob\"}"));

        ada.get(0).close();
        RunningServer.await(() -> nodes().stream().mapToInt(ClusterNode::open).sum() == 2, "two connections");
        ada.get(1).close();
        assertThat(((User) bob.notes.await("left")).getId()).isEqualTo("ada");
        trigger("presence-room", "fence", 1);
        bob.notes.await("fence");
        assertThat(bob.notes.get("left")).hasSize(1);
        assertThat(bob.notes.get("joined")).hasSize(1);
        assertThat(ask("/channels/presence-room/users"))
                .isEqualTo(JsonParser.parseString("{\"users\":[{\"id\":\"bob\"}]}"));
    }

    @Test
    void whispersReachTheOthersWhereverTheyAre() throws Exception {
        begin(RunningServer.APPLICATION);
        Tab ada = openEcho(site(), "ada");
        Tab bob = openPusher(site(), "bob");
        JavaClient cy = javaClient("cy");
        awaitOneOnEach();
        ada.run("""
                window.room = echo.join('room').here(note('here')).listenForWhisper('typing', note('typing'));
                """);
        bob.run("window.room = pusher.subscribe('presence-room'); room.bind('client-typing', noteAll('typing'));");
        cy.subscribe("presence-room", "client-typing");
        ada.awaitNote("here");
        bob.await("room.subscribed");
        cy.awaitSubscribed("presence-room");

        ada.run("room.whisper('typing', { by: 'ada' })");
        assertThat(bob.awaitNote("typing")).isEqualTo(List.of(Map.of("by", "ada"), Map.of("user_id", "ada")));
        PusherEvent heard = (PusherEvent) cy.notes.await("client-typing");
        assertThat(heard.getData()).isEqualTo("{\"by\":\"ada\"}");
        assertThat(heard.getUserId()).isEqualTo("ada");

        cy.pusher.getPresenceChannel("presence-room").trigger("client-typing", "{\"by\":\"cy\"}");
        assertThat(ada.awaitNote("typing")).isEqualTo(Map.of("by", "cy"));
        assertThat(bob.await("typing", 2).get(1)).isEqualTo(List.of(Map.of("by", "cy"), Map.of("user_id", "cy")));
        assertThat(cy.notes.get("client-typing")).hasSize(1);
    }

    @Test
    void aCacheChannelKeepsItsEventForAllServers() throws Exception {
        begin(RunningServer.APPLICATION);
        List<Tab> tabs = List.of(openPusher(site(), "ada"), openPusher(site(), "bob"), openPusher(site(), "cy"));
        awaitOneOnEach();
        String script = """
                window.channel = pusher.subscribe(arguments[0]);
                channel.bind('changed', note('changed'));
                channel.bind('pusher:cache_miss', note('miss'));
                """;
        tabs.get(0).run(script, "cache-price");
        tabs.get(0).awaitNote("miss");

        trigger("cache-price", "changed", 7);

        assertThat(tabs.get(0).awaitNote("changed")).isEqualTo(7L);
        for (Tab tab : tabs.subList(1, NODES)) {
            tab.run(script, "cache-price");
            assertThat(tab.awaitNote("changed")).isEqualTo(7L);
            assertThat(tab.notes("miss")).isEmpty();
        }
        JsonElement kept =
                ask("/channels/cache-price", "cache").getAsJsonObject().get("cache");
        assertThat(kept.getAsJsonObject().get("event").getAsString()).isEqualTo("changed");
        assertThat(kept.getAsJsonObject().get("data").getAsString()).isEqualTo("7");
    }

    @Test
    void signedInUsersAreReachedSeenAndThrownOutEverywhere() throws Exception {
        begin(RunningServer.APPLICATION);
        List<Tab> ada = List.of(signIn(site(), "ada"), signIn(site(), "ada"));
        Tab bob = signIn(site(), "bob", "ada", "cy");
        awaitOneOnEach();
        assertThat(bob.awaitNote("online")).isEqualTo(List.of("ada"));

        node.run(site(), "await pusher.sendToUser('ada', 'note', { by: 'Node' })");
        node.run(site(), "await pusher.sendToUser('ada', 'fence', 1)");
        for (Tab tab : ada) {
            tab.awaitNote("fence");
            assertThat(tab.notes("note")).containsExactly(Map.of("by", "Node"));
        }

        JavaClient cy = closeLater(new JavaClient(site(), site().application().key(), "cy"))
                .signIn();
        assertThat(bob.await("online", 2).get(1)).isEqualTo(List.of("cy"));
        cy.pusher.disconnect();
        assertThat(bob.awaitNote("offline")).isEqualTo(List.of("cy"));

        node.run(site(), "await pusher.terminateUserConnections('ada')");
        for (Tab tab : ada) {
            tab.await("pusher.connection.state === 'disconnected'");
            assertThat(tab.get("errorCodes()[0]")).isEqualTo(4009L);
        }
        assertThat(bob.await("offline", 2).get(1)).isEqualTo(List.of("ada"));
        assertThat(bob.get("pusher.connection.state")).isEqualTo("connected");
    }

    @Test
    void encryptedEventsAreReadEverywhere() throws Exception {
        begin(RunningServer.APPLICATION);
        Tab ada = open(site().url("/client/encrypted"), site().application().key(), "ada", 1);
        ada.run("connectPusher()");
        ada.await("pusher.connection.state === 'connected'");
        JavaClient bob = javaClient("bob");
        openPusher(site(), "cy");
        awaitOneOnEach();
        ada.run(
                "window.channel = pusher.subscribe('private-encrypted-orders'); channel.bind('shipped', note('shipped'));");
        ada.await("channel.subscribed");
        bob.pusher.subscribePrivateEncrypted("private-encrypted-orders", bob, "shipped");
        bob.awaitSubscribed("private-encrypted-orders");

        node.run(site(), "await pusher.trigger('private-encrypted-orders', 'shipped', { to: 'Zoë 🚀' })");
        trigger("private-encrypted-orders", "shipped", Map.of("to", "Ada"));

        assertThat(ada.await("shipped", 2)).containsExactly(Map.of("to", "Zoë 🚀"), Map.of("to", "Ada"));
        assertThat(bob.notes.await("shipped", 2))
                .extracting(event -> ((PusherEvent) event).getData())
                .containsExactly("{\"to\":\"Zoë 🚀\"}", "{\"to\":\"Ada\"}");
    }

    @Test
    void clientsOfServersThatStopComeBackOnAnother() throws Exception {
        begin(RunningServer.APPLICATION);
        Three three = onOrders();
        three.echo.run("echo.join('room').here(note('here'))");
        three.plain.run("window.room = pusher.subscribe('presence-room')");
        three.java.subscribe("presence-room");
        three.plain.await("room.members?.count === 3");

        nodes().get(0).server().close();
        RunningServer.await(() -> nodes().get(1).open() + nodes().get(2).open() == 3, "three on the two others");
        nodes().get(1).server().close();
        RunningServer.await(() -> nodes().get(2).open() == 3, "three on the last");

        three.plain.await("channel.subscribed && room.subscribed && room.members.count === 3");
        three.echo.await("echo.connectionStatus() === 'connected'");
        RunningServer.await(
                () -> ask("/channels/orders", "subscription_count").toString().contains(":3"),
                "all three on the channel");
        trigger("orders", "shipped", 1);
        assertThat(three.echo.awaitNote("shipped")).isEqualTo(1L);
        assertThat(three.plain.awaitNote("shipped")).isEqualTo(1L);
        assertThat(numbers(three.java.notes.await("shipped", 1))).containsExactly(1L);
        assertThat(ask("/channels/presence-room", "user_count"))
                .isEqualTo(JsonParser.parseString("{\"occupied\":true,\"user_count\":3}"));
        assertThat((List<?>) three.plain.get("errorCodes()")).allMatch(Long.valueOf(4200)::equals);
    }
}
