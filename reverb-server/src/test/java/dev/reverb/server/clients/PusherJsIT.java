package dev.reverb.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.application.ClientEventPolicy;
import dev.reverb.application.RateLimit;
import dev.reverb.test.browser.Tab;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The unmodified pusher-js 8 in a browser. */
@OnEveryTransport
class PusherJsIT extends BrowserCase {

    /** For tests in which pusher-js has a reason to wait: its seconds are 50 ms. */
    private static final int HURRY = 20;

    @Test
    void connects() {
        RunningServer server = start();
        Tab tab = openPusher(server, "ada");

        assertThat((String) tab.get("pusher.connection.socket_id")).matches("\\d{1,9}\\.\\d{1,9}");
        assertThat(tab.get("pusher.connection.activityTimeout")).isEqualTo(30_000L);
        assertThat(tab.notes("state")).containsExactly("connecting", "connected");
        assertThat(tab.notes("error")).isEmpty();
        server.awaitConnections(1);
    }

    @Test
    void connectsBelowAPathPrefix() {
        RunningServer server = start(settings -> settings.path("/ws"));
        Tab tab = open(server.url("/ws/client/"), server.application().key(), "ada", 1);
        tab.run("connectPusher({ wsPath: '/ws' })");
        tab.await("pusher.connection.state === 'connected'");
        tab.run("pusher.subscribe('orders').bind('shipped', note('shipped'))");
        tab.await("pusher.channel('orders').subscribed");

        server.publish("orders", "shipped", "1");

        assertThat(tab.awaitNote("shipped")).isEqualTo(1L);
    }

    @Test
    void knowsTheMembersOfAPresenceChannel() {
        RunningServer server = start();
        Tab tab = openPusher(server, "7");
        tab.run("""
                window.room = pusher.subscribe('presence-room');
                room.bind('pusher:member_added', note('added'));
                room.bind('pusher:member_removed', note('removed'));
                """);
        tab.await("room.subscribed");
        assertThat(tab.get("room.members.me")).isEqualTo(Map.of("id", 7L, "info", Map.of("name", "7")));

        Tab ada = openPusher(server, "ada");
        ada.run("window.room = pusher.subscribe('presence-room')");
        ada.await("room.subscribed");
        assertThat(ada.get("room.members.members"))
                .isEqualTo(Map.of("7", Map.of("name", "7"), "ada", Map.of("name", "ada")));
        Map<String, Object> member = Map.of("id", "ada", "info", Map.of("name", "ada"));
        assertThat(tab.awaitNote("added")).isEqualTo(member);
        assertThat(tab.get("room.members.count")).isEqualTo(2L);

        ada.run("pusher.disconnect()");
        assertThat(tab.awaitNote("removed")).isEqualTo(member);
        assertThat(tab.get("room.members.count")).isEqualTo(1L);
    }

    @Test
    void isToldHowManySubscribersThereAre() {
        RunningServer server = start(usual().subscriptionCountEvents(true).build());
        Tab ada = openPusher(server, "ada");
        ada.run("""
                window.channel = pusher.subscribe('orders');
                channel.bind('pusher:subscription_count', (data) => note('count')(data.subscription_count));
                """);
        ada.await("channel.subscriptionCount === 1");
        Tab bob = openPusher(server, "bob");
        bob.run("window.channel = pusher.subscribe('orders')");
        ada.await("channel.subscriptionCount === 2");
        bob.await("channel.subscriptionCount === 2");

        bob.run("pusher.unsubscribe('orders')");
        ada.await("channel.subscriptionCount === 1");
        assertThat(ada.notes("count")).containsExactly(1L, 2L, 1L);
    }

    @Test
    void hearsWhoSentAClientEvent() {
        RunningServer server = start();
        Tab tab = openPusher(server, "ada");
        tab.run("window.room = pusher.subscribe('presence-room'); room.bind('client-typing', noteAll('typing'))");
        tab.await("room.subscribed");
        Tab bob = openPusher(server, "bob");
        bob.run("""
                window.room = pusher.subscribe('presence-room');
                room.bind('pusher:subscription_succeeded', () => room.trigger('client-typing', 'hello'));
                """);

        assertThat(tab.awaitNote("typing")).isEqualTo(List.of("hello", Map.of("user_id", "bob")));
    }

    @Test
    void isToldWhichClientEventsAreRefused() {
        RunningServer server = start();
        Tab tab = openPusher(server, "ada");
        tab.run("window.channel = pusher.subscribe('orders')");
        tab.await("channel.subscribed");

        tab.run("channel.trigger('client-typing', {})");
        tab.run("pusher.send_event('client-typing', {}, 'private-orders')");

        assertThat(tab.await("errorCodes().length >= 2 && errorCodes()")).isEqualTo(List.of(4301L, 4009L));
        assertThat(tab.get("pusher.connection.state")).isEqualTo("connected");
    }

    @Test
    void whispersOnPublicChannelsWhereAllMay() {
        RunningServer server =
                start(usual().acceptClientEventsFrom(ClientEventPolicy.ALL).build());
        Tab tab = openPusher(server, "ada");
        tab.run("window.channel = pusher.subscribe('orders'); channel.bind('client-typing', noteAll('typing'))");
        tab.await("channel.subscribed");

        openPusher(server, "bob").run("pusher.send_event('client-typing', [1], 'orders')");

        assertThat(tab.awaitNote("typing")).isEqualTo(List.of(List.of(1L), Map.of()));
    }

    @Test
    void endsSubscribedAfterChangingItsMind() {
        RunningServer server = start();
        Tab tab = openPusher(server, "ada");
        tab.run("""
                pusher.subscribe('orders');
                pusher.unsubscribe('orders');
                pusher.subscribe('orders').bind('shipped', note('shipped'));
                pusher.subscribe('private-orders');
                pusher.unsubscribe('private-orders');
                pusher.subscribe('fence');
                """);
        tab.await("pusher.channel('orders').subscribed && pusher.channel('fence').subscribed");
        server.publish("orders", "shipped", "1");
        assertThat(tab.awaitNote("shipped")).isEqualTo(1L);
        tab.await("!pusher.channel('private-orders')");
    }

    @Test
    void givesUpWhereItIsRefused() {
        RunningServer server = start(
                RunningServer.APPLICATION,
                Application.builder("off", "off-key", "secret").enabled(false).build(),
                Application.builder("foreign", "foreign-key", "secret")
                        .allowedOrigins("example.com")
                        .build(),
                Application.builder("full", "full-key", "secret")
                        .maxConnections(1)
                        .build());
        Tab onlyOne = open(server.url("/client/"), "full-key", "ada", 1);
        onlyOne.run("connectPusher()");
        onlyOne.await("pusher.connection.state === 'connected'");

        assertRefused(server, "nobodys-key", 4001L);
        assertRefused(server, "off-key", 4003L);
        assertRefused(server, "full-key", 4004L);
        assertRefused(server, "foreign-key", 4009L);
    }

    private void assertRefused(RunningServer server, String key, long code) {
        Tab tab = open(server.url("/client/"), key, "ada", 1);
        tab.run("connectPusher()");
        tab.await("pusher.connection.state === 'disconnected'");
        assertThat(tab.get("errorCodes()")).as(key).isEqualTo(List.of(code));
        assertThat(tab.notes("state")).as(key).containsExactly("connecting", "disconnected");
        tab.close();
    }

    @Test
    void turnsToTlsWhereTheApplicationTakesNothingElse() {
        RunningServer server = start(usual().requireTls(true).build());
        Tab tab = open(server, "ada");
        tab.run("connectPusher()");

        tab.await("pusher.connection.isUsingTLS()");
        assertThat(tab.get("errorCodes()[0]")).isEqualTo(4000L);
    }

    @Test
    void givesUpWhenItsUserIsThrownOut() {
        RunningServer server = start();
        Tab ada = openPusher(server, "ada");
        Tab bob = openPusher(server, "bob");
        for (Tab tab : List.of(ada, bob)) {
            tab.run(
                    "window.room = pusher.subscribe('presence-room'); room.bind('pusher:member_removed', note('removed'))");
            tab.await("room.subscribed");
        }

        RunningServer.await(
                server.server().terminateConnections(server.application().id(), "ada"));

        ada.await("pusher.connection.state === 'disconnected'");
        assertThat(ada.get("errorCodes()")).isEqualTo(List.of(4009L, 4009L));
        bob.awaitNote("removed");
        assertThat(bob.get("pusher.connection.state")).isEqualTo("connected");
    }

    @Test
    void staysWhenItIsToldThatItSendsTooMuch() {
        RunningServer server = start(usual().rateLimit(new RateLimit(3, Duration.ofMinutes(10), false))
                .build());
        Tab tab = openPusher(server, "ada");
        tab.run("for (const name of ['a', 'b', 'c', 'd', 'e']) pusher.subscribe(name)");

        assertThat(tab.await("errorCodes().length >= 2 && errorCodes()")).isEqualTo(List.of(4301L, 4301L));
        tab.await("pusher.channel('c').subscribed");
        assertThat(tab.get("pusher.channel('d').subscribed")).isEqualTo(false);
        assertThat(tab.get("pusher.connection.state")).isEqualTo("connected");
    }

    @Test
    void comesBackAfterAPauseWhenItIsClosedForSendingTooMuch() {
        RunningServer server = start(usual().rateLimit(new RateLimit(3, Duration.ofMinutes(10), true))
                .activityTimeout(Duration.ofMinutes(10))
                .build());
        Tab tab = open(server.url("/client/"), server.application().key(), "ada", HURRY);
        tab.run("connectPusher()");
        tab.await("pusher.connection.state === 'connected'");
        tab.run("for (let i = 0; i < 4; i++) pusher.send_event('pusher:ping', {})");

        tab.await("connected", 2);
        assertThat(tab.get("errorCodes()")).isEqualTo(List.of(4301L, 4100L));
    }

    @Test
    void comesBackAfterAMessageThatWasTooLarge() {
        RunningServer server = start();
        Tab tab = open(server.url("/client/"), server.application().key(), "ada", HURRY);
        tab.run("connectPusher(); window.channel = pusher.subscribe('private-orders')");
        tab.await("channel.subscribed");
        tab.run("channel.bind('pusher:subscription_succeeded', note('again'))");
        tab.run("channel.trigger('client-big', 'x'.repeat(10_000))");

        tab.awaitNote("again");
        assertThat(tab.get("errorCodes()")).isEqualTo(List.of(1009L));
    }

    @Test
    void pingsWhenItHasHeardNothing() {
        RunningServer server = start();
        Tab tab = open(server, "ada");
        tab.run("connectPusher({ activityTimeout: 100 })");

        tab.await("notes.message?.filter((event) => event === 'pusher:pong').length >= 3");
        assertThat(tab.notes("state")).containsExactly("connecting", "connected");
    }

    @Test
    void answersPingsAndStays() {
        ShiftedTicker ticker = new ShiftedTicker();
        RunningServer server = start(
                settings -> settings.ticker(ticker),
                usual().pingInterval(Duration.ofSeconds(60)).build());
        Tab tab = openPusher(server, "ada");

        ticker.advance(Duration.ofSeconds(61));
        tab.await("notes.message?.includes('pusher:ping')");
        // What is answered after the pong was handled after it.
        tab.run("pusher.subscribe('fence')");
        tab.await("pusher.channel('fence').subscribed");
        ticker.advance(Duration.ofSeconds(61));
        tab.await("notes.message.filter((event) => event === 'pusher:ping').length === 2");

        assertThat(tab.notes("state")).containsExactly("connecting", "connected");
    }

    @Test
    void comesBackAfterItWasTakenForDead() {
        ShiftedTicker ticker = new ShiftedTicker();
        RunningServer server = start(
                settings -> settings.ticker(ticker),
                usual().pingInterval(Duration.ofSeconds(60)).build());
        Tab tab = openPusher(server, "ada");
        tab.run("""
                pusher.subscribe('presence-room').bind('pusher:subscription_succeeded', note('subscribed'));
                """);
        tab.awaitNote("subscribed");
        // Nothing that the page sends arrives, until it has been told.
        tab.run("""
                const send = WebSocket.prototype.send;
                WebSocket.prototype.send = () => {};
                pusher.connection.bind('error', () => { WebSocket.prototype.send = send; });
                """);

        ticker.advance(Duration.ofSeconds(61));
        tab.await("notes.message.includes('pusher:ping')");
        ticker.advance(Duration.ofSeconds(31));

        tab.await("subscribed", 2);
        assertThat(tab.get("errorCodes()")).isEqualTo(List.of(4201L, 4201L));
        assertThat(tab.get("pusher.channel('presence-room').members.count")).isEqualTo(1L);
        server.awaitConnections(1);
    }

    private static Application.Builder usual() {
        return Application.builder(
                RunningServer.APPLICATION.id(), RunningServer.APPLICATION.key(), RunningServer.APPLICATION.secret());
    }
}
