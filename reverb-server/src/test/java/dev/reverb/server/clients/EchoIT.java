package dev.reverb.server.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import dev.reverb.Publication;
import dev.reverb.test.browser.Tab;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The unmodified laravel-echo 2 in a browser, by the calls that Laravel's documentation names. */
@OnEveryTransport
class EchoIT extends BrowserCase {

    private RunningServer server;

    @BeforeEach
    void startServer() {
        server = start();
    }

    @Test
    void hearsTheEventsOfAPublicChannel() {
        Tab tab = openEcho(server, "ada");
        tab.run("""
                echo.channel('orders')
                    .subscribed(note('subscribed'))
                    .listen('OrderShipped', note('shipped'))
                    .listen('Orders.Delayed', note('delayed'))
                    .listen('.order.cancelled', note('cancelled'))
                    .listenToAll(note('all'));
                """);
        tab.awaitNote("subscribed");

        server.publish(
                "orders", "App\\Events\\OrderShipped", "{\"id\":42,\"to\":\"Zoë 🚀\",\"paid\":true,\"note\":null}");
        server.publish("orders", "App\\Events\\Orders\\Delayed", "[1,2.5,\"three\"]");
        server.publish("orders", "order.cancelled", "not JSON");

        assertThat(tab.await("all", 3)).containsExactly("OrderShipped", "Orders\\Delayed", ".order.cancelled");
        assertThat(tab.awaitNote("shipped"))
                .asInstanceOf(MAP)
                .containsEntry("id", 42L)
                .containsEntry("to", "Zoë 🚀")
                .containsEntry("paid", true)
                .containsEntry("note", null);
        assertThat(tab.awaitNote("delayed")).isEqualTo(List.of(1L, 2.5, "three"));
        assertThat(tab.awaitNote("cancelled")).isEqualTo("not JSON");
    }

    @Test
    void hearsEventsInTheOrderInWhichTheyWerePublished() {
        Tab tab = openEcho(server, "ada");
        tab.run("echo.channel('ticks').subscribed(note('subscribed')).listen('.tick', note('tick'))");
        tab.awaitNote("subscribed");

        for (int i = 0; i < 200; i++) {
            server.publish("ticks", "tick", Integer.toString(i));
        }

        List<Object> ticks = tab.await("tick", 200);
        for (int i = 0; i < 200; i++) {
            assertThat(ticks.get(i)).isEqualTo((long) i);
        }
    }

    @Test
    void stopsListeningToOneEventOnly() {
        Tab tab = openEcho(server, "ada");
        tab.run("""
                window.channel = echo.channel('orders')
                    .subscribed(note('subscribed'))
                    .listen('.a', note('a'))
                    .listen('.b', note('b'));
                """);
        tab.awaitNote("subscribed");
        tab.run("channel.stopListening('.a')");

        server.publish("orders", "a", "1");
        server.publish("orders", "b", "2");

        assertThat(tab.awaitNote("b")).isEqualTo(2L);
        assertThat(tab.notes("a")).isEmpty();
    }

    @Test
    void hearsAPrivateChannelThatItMayJoin() {
        Tab tab = openEcho(server, "ada");
        tab.run("""
                echo.private('orders.42')
                    .subscribed(note('subscribed'))
                    .error(note('refused'))
                    .listen('OrderShipped', note('shipped'))
                    .notification(note('notified'));
                """);
        tab.awaitNote("subscribed");

        server.publish("private-orders.42", "App\\Events\\OrderShipped", "{\"id\":42}");
        server.publish(
                "private-orders.42",
                "Illuminate\\Notifications\\Events\\BroadcastNotificationCreated",
                "{\"id\":\"n-1\",\"type\":\"InvoicePaid\",\"amount\":7}");

        assertThat(tab.awaitNote("shipped")).isEqualTo(Map.of("id", 42L));
        assertThat(tab.awaitNote("notified")).isEqualTo(Map.of("id", "n-1", "type", "InvoicePaid", "amount", 7L));
        assertThat(tab.notes("refused")).isEmpty();
    }

    @Test
    void isToldThatTheApplicationRefusesAChannel() {
        Tab tab = openEcho(server, "ada");
        tab.run("echo.private('vault').error(note('refused')).subscribed(note('subscribed'))");

        assertThat(tab.awaitNote("refused"))
                .asInstanceOf(MAP)
                .containsEntry("type", "AuthError")
                .containsEntry("status", 403L);
        assertThat(server.isOccupied("private-vault")).isFalse();
    }

    @Test
    void isToldThatTheServerRefusesASignature() {
        Tab tab = openEcho(server, "ada");
        tab.run("""
                echo.private('forged').error(note('refused')).subscribed(note('subscribed'));
                echo.join('forged').error(note('refused')).here(note('here'));
                """);

        assertThat(tab.await("refused", 2))
                .allSatisfy(refusal -> assertThat(refusal)
                        .isEqualTo(Map.of(
                                "type", "AuthError", "error", "The connection is unauthorized.", "status", 401L)));
        assertThat(tab.await("errorCodes().length >= 2 && errorCodes()")).isEqualTo(List.of(4009L, 4009L));
        assertThat(server.isOccupied("private-forged")).isFalse();
        assertThat(server.isOccupied("presence-forged")).isFalse();

        tab.run("echo.private('orders').subscribed(note('subscribed'))");
        tab.awaitNote("subscribed");
        assertThat(tab.notes("subscribed")).hasSize(1);
        assertThat(tab.get("echo.connectionStatus()")).isEqualTo("connected");
    }

    @Test
    void seesWhoIsHereWhoJoinsAndWhoLeaves() {
        Tab ada = join("ada");
        assertThat(ada.awaitNote("here")).isEqualTo(List.of(Map.of("name", "ada")));

        Tab bob = join("bob");
        assertThat((List<?>) bob.awaitNote("here"))
                .asInstanceOf(LIST)
                .containsExactlyInAnyOrder(Map.of("name", "ada"), Map.of("name", "bob"));
        assertThat(ada.awaitNote("joining")).isEqualTo(Map.of("name", "bob"));

        bob.run("echo.leave('room')");
        assertThat(ada.awaitNote("leaving")).isEqualTo(Map.of("name", "bob"));
        assertThat(bob.notes("joining")).isEmpty();
        assertThat(ada.get("pusher.channel('presence-room').members.count")).isEqualTo(1L);
    }

    @Test
    void seesAUserOnceHoweverManyTabsItHas() {
        Tab bob = join("bob");
        Tab first = join("7");
        Tab second = join("7");
        assertThat((List<?>) second.awaitNote("here")).hasSize(2);

        first.close();
        server.awaitConnections(2);
        second.run("echo.join('room').whisper('fence', {})");
        bob.awaitNote("fence");
        assertThat(bob.notes("joining")).isEqualTo(List.of(Map.of("name", "7")));
        assertThat(bob.notes("leaving")).isEmpty();

        second.close();
        assertThat(bob.awaitNote("leaving")).isEqualTo(Map.of("name", "7"));
        join("eve");
        assertThat(bob.await("joining", 2)).isEqualTo(List.of(Map.of("name", "7"), Map.of("name", "eve")));
        assertThat(bob.notes("leaving")).hasSize(1);
    }

    /** A page on the presence channel {@code room}, that has been answered. */
    private Tab join(String user) {
        Tab tab = openEcho(server, user);
        tab.run("""
                echo.join('room')
                    .here(note('here'))
                    .joining(note('joining'))
                    .leaving(note('leaving'))
                    .listenForWhisper('fence', note('fence'))
                    .listenForWhisper('typing', note('typing'));
                """);
        tab.awaitNote("here");
        return tab;
    }

    @Test
    void whispersToTheOthersOnly() {
        Tab ada = join("ada");
        Tab bob = join("bob");
        Tab eve = join("eve");

        ada.run("echo.join('room').whisper('typing', { text: 'h', cursor: [1, 2] })");
        bob.run("echo.join('room').whisper('fence', {})");

        assertThat(bob.awaitNote("typing")).isEqualTo(Map.of("text", "h", "cursor", List.of(1L, 2L)));
        assertThat(eve.awaitNote("typing")).isEqualTo(Map.of("text", "h", "cursor", List.of(1L, 2L)));
        ada.awaitNote("fence");
        assertThat(ada.notes("typing")).isEmpty();
    }

    @Test
    void whispersOnAPrivateChannelRightAfterSubscribing() {
        Tab ada = openEcho(server, "ada");
        ada.run("echo.private('chat').subscribed(note('subscribed')).listenForWhisper('typing', note('typing'))");
        ada.awaitNote("subscribed");
        Tab bob = openEcho(server, "bob");
        bob.run("""
                const chat = echo.private('chat');
                chat.subscribed(() => chat.whisper('typing', { name: 'Bob' }));
                """);

        assertThat(ada.awaitNote("typing")).isEqualTo(Map.of("name", "Bob"));
    }

    @Test
    void hearsNothingAfterLeaving() {
        Tab tab = openEcho(server, "ada");
        tab.run("""
                echo.channel('orders').subscribed(note('subscribed')).listen('.event', note('public'));
                echo.private('orders').subscribed(note('subscribed')).listen('.event', note('private'));
                echo.join('orders').here(note('subscribed')).listen('.event', note('presence'));
                echo.channel('others').subscribed(note('subscribed')).listen('.event', note('others'));
                """);
        tab.await("subscribed", 4);

        tab.run("echo.leaveChannel('orders')");
        tab.run("echo.channel('fence').subscribed(note('fence'))");
        tab.awaitNote("fence");
        server.publish("orders", "event", "1");
        server.publish("private-orders", "event", "2");
        assertThat(tab.awaitNote("private")).isEqualTo(2L);

        tab.run("echo.leave('orders'); echo.channel('fence2').subscribed(note('fence2'))");
        tab.awaitNote("fence2");
        server.publish("private-orders", "event", "3");
        server.publish("presence-orders", "event", "4");
        server.publish("others", "event", "5");
        assertThat(tab.awaitNote("others")).isEqualTo(5L);

        assertThat(tab.notes("public")).isEmpty();
        assertThat(tab.notes("private")).hasSize(1);
        assertThat(tab.notes("presence")).isEmpty();
        server.awaitOccupied("private-orders", false);
        server.awaitOccupied("presence-orders", false);
    }

    @Test
    void getsTheLastEventOfACacheChannel() {
        Tab first = openEcho(server, "ada");
        String listen = """
                echo.channel('cache-price')
                    .on('pusher:cache_miss', note('miss'))
                    .listen('.changed', note('changed'));
                echo.private('cache-price')
                    .on('pusher:cache_miss', note('private miss'))
                    .listen('.changed', note('private changed'));
                """;
        first.run(listen);
        first.awaitNote("miss");
        first.awaitNote("private miss");

        server.publish("cache-price", "changed", "{\"price\":1}");
        server.publish("cache-price", "changed", "{\"price\":2}");
        server.publish("private-cache-price", "changed", "{\"price\":3}");
        assertThat(first.await("changed", 2)).isEqualTo(List.of(Map.of("price", 1L), Map.of("price", 2L)));

        Tab second = openEcho(server, "bob");
        second.run(listen);
        assertThat(second.awaitNote("changed")).isEqualTo(Map.of("price", 2L));
        assertThat(second.awaitNote("private changed")).isEqualTo(Map.of("price", 3L));
        assertThat(second.notes("miss")).isEmpty();
        assertThat(second.notes("private miss")).isEmpty();
    }

    @Test
    void isLeftOutOfAnEventThatItCausedItself() {
        String listen = """
                echo.channel('orders')
                    .subscribed(note('subscribed'))
                    .listen('OrderShipped', note('shipped'))
                    .listen('.fence', note('fence'));
                """;
        Tab author = openEcho(server, "ada");
        author.run(listen);
        author.awaitNote("subscribed");
        Tab other = openEcho(server, "ada");
        other.run(listen);
        other.awaitNote("subscribed");

        author.run("""
                fetch('/orders', {
                    method: 'POST',
                    headers: { 'Content-Type': 'application/json', 'X-Socket-ID': echo.socketId() },
                    body: JSON.stringify({ id: 42 }),
                }).then((answer) => note('answer')(answer.status));
                """);
        assertThat(author.awaitNote("answer")).isEqualTo(201L);
        assertThat(other.awaitNote("shipped")).isEqualTo(Map.of("id", 42L));
        server.publish("orders", "fence", "{}");
        author.awaitNote("fence");
        assertThat(author.notes("shipped")).isEmpty();
    }

    @Test
    void decryptsAnEncryptedChannel() {
        Tab tab = open(server.url("/client/encrypted"), server.application().key(), "ada", 1);
        tab.run("""
                connectEcho();
                echo.encryptedPrivate('orders').subscribed(note('subscribed')).listen('.shipped', note('shipped'));
                """);
        tab.awaitNote("subscribed");

        assertThat(server.sdk()
                        .trigger("private-encrypted-orders", "shipped", Map.of("id", 42))
                        .getHttpStatus())
                .isEqualTo(200);

        assertThat(tab.awaitNote("shipped")).isEqualTo(Map.of("id", 42L));
    }

    @Test
    void getsTheLastEventOfAnEncryptedCacheChannel() {
        assertThat(server.sdk()
                        .trigger("private-encrypted-cache-price", "changed", Map.of("price", 2))
                        .getHttpStatus())
                .isEqualTo(200);

        Tab tab = open(server.url("/client/encrypted"), server.application().key(), "ada", 1);
        tab.run("connectEcho(); echo.encryptedPrivate('cache-price').listen('.changed', note('changed'))");

        assertThat(tab.awaitNote("changed")).isEqualTo(Map.of("price", 2L));
    }

    @Test
    void signsInByItsConnector() {
        Tab tab = openEcho(server, "ada");
        tab.run("""
                echo.connector.signin();
                echo.connector.pusher.user.bind('note', note('note'));
                """);
        tab.await("pusher.user.serverToUserChannel?.subscribed");

        server.publish(Publication.toUser("ada", "note", "1"));

        assertThat(tab.awaitNote("note")).isEqualTo(1L);
    }

    @Test
    void disconnectsAndComesBack() {
        Tab tab = openEcho(server, "ada");
        tab.run("echo.channel('orders').subscribed(note('subscribed')).listen('.event', note('event'))");
        tab.awaitNote("subscribed");
        Object firstId = tab.get("echo.socketId()");

        tab.run("echo.disconnect()");
        assertThat(tab.await("echo.connectionStatus()")).isEqualTo("disconnected");
        tab.run("pusher.connect()");
        tab.await("subscribed", 2);

        server.publish("orders", "event", "1");
        assertThat(tab.awaitNote("event")).isEqualTo(1L);
        assertThat(tab.get("echo.socketId()")).isNotEqualTo(firstId);
    }
}
