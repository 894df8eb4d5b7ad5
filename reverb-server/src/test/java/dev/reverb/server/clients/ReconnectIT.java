package dev.reverb.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.test.browser.Tab;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The unmodified laravel-echo in a browser, when its connection ends without its doing. */
@OnEveryTransport
class ReconnectIT extends BrowserCase {

    @Test
    void comesBackAfterARestartOnTheSamePort() {
        // pusher-js waits for 15 s after an attempt that failed: here, for less than one. It shall not ping that often.
        RunningServer before = start(Application.builder("app-1", "key-1", "secret-1")
                .activityTimeout(Duration.ofMinutes(10))
                .build());
        Tab tab = subscribe(before.url("/client/"), "ada", 20);
        Object firstId = tab.get("echo.socketId()");

        before.close();
        tab.await("echo.connectionStatus() !== 'connected'");
        RunningServer after = restart(before);

        tab.await("subscribed", 3 * 2);
        assertThat(tab.get("echo.socketId()")).isNotEqualTo(firstId);
        assertThat(tab.await("here", 2))
                .isEqualTo(List.of(List.of(Map.of("name", "ada")), List.of(Map.of("name", "ada"))));
        after.publish("orders", "shipped", "1");
        after.publish("private-orders", "shipped", "2");
        after.publish("presence-orders", "shipped", "3");
        assertThat(tab.await("shipped", 3)).containsExactlyInAnyOrder(1L, 2L, 3L);
    }

    @Test
    void movesToAnotherNodeWhenItsOwnShutsDown() throws Exception {
        RunningServer first = start();
        RunningServer second = start();
        Relay relay = closeLater(Relay.to(first));
        Tab tab = subscribe(relay.url("/client/"), "ada", 1);
        first.awaitConnections(1);

        relay.passTo(second);
        first.close();

        tab.await("subscribed", 3 * 2);
        assertThat(tab.get("errorCodes()")).isEqualTo(List.of(4200L));
        assertThat(tab.notes("state")).containsExactly("connecting", "connected", "connecting", "connected");
        second.awaitConnections(1);
        second.publish("private-orders", "shipped", "1");
        assertThat(tab.awaitNote("shipped")).isEqualTo(1L);
    }

    @Test
    void comesBackAfterTheNetworkBroke() throws Exception {
        RunningServer server = start();
        Relay relay = closeLater(Relay.to(server));
        Tab bob = subscribe(server.url("/client/"), "bob", 1);
        Tab ada = subscribe(relay.url("/client/"), "ada", 1);
        assertThat(bob.awaitNote("joining")).isEqualTo(Map.of("name", "ada"));

        relay.cut();

        assertThat(bob.awaitNote("leaving")).isEqualTo(Map.of("name", "ada"));
        ada.await("subscribed", 3 * 2);
        assertThat(bob.await("joining", 2)).hasSize(2);
        server.awaitConnections(2);
        server.publish("private-orders", "shipped", "1");
        assertThat(ada.awaitNote("shipped")).isEqualTo(1L);
    }

    /** A page on a public, a private and a presence channel. */
    private Tab subscribe(String url, String user, int hurry) {
        Tab tab = open(url, RunningServer.APPLICATION.key(), user, hurry);
        tab.run("""
                connectEcho();
                for (const channel of [echo.channel('orders'), echo.private('orders'), echo.join('orders')]) {
                    channel.subscribed(note('subscribed')).listen('.shipped', note('shipped'));
                }
                echo.join('orders').here(note('here')).joining(note('joining')).leaving(note('leaving'));
                """);
        tab.await("subscribed", 3);
        return tab;
    }
}
