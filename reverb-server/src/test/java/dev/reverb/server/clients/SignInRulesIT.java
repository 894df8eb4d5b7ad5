package dev.reverb.server.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import dev.reverb.application.Application;
import dev.reverb.test.browser.Tab;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the unmodified pusher-js does where signing in is refused, repeated or required. */
@OnOneTransport
class SignInRulesIT extends SignInCase {

    @Running
    private Node node;

    @Test
    void knowsWhoItIs() {
        RunningServer server = start();
        Tab ada = signIn(server, "ada");

        assertThat(ada.get("pusher.user.user_data")).isEqualTo(Map.of("id", "ada", "user_info", Map.of("name", "ada")));
        assertThat(ada.notes("error")).isEmpty();
    }

    @Test
    void signsInAgainWhenItComesBack() {
        RunningServer server = start();
        Tab ada = signIn(server, "ada", "bob");
        Tab bob = signIn(server, "bob");
        ada.awaitNote("online");

        ada.run("pusher.disconnect()");
        ada.await("pusher.connection.state === 'disconnected' && !pusher.user.user_data");
        ada.run("pusher.connect()");
        ada.await("pusher.user.serverToUserChannel?.subscribed");

        ada.await("online", 2);
        send(server, "ada", "note", "1");
        assertThat(ada.awaitNote("note")).isEqualTo(1L);
        assertThat(bob.notes("error")).isEmpty();
    }

    @Test
    void isNoMemberWhereItHasNotSignedIn() {
        RunningServer server = start();
        Tab ada = openPusher(server, "ada");
        ada.run("pusher.subscribe('presence-signed-in').bind('pusher:subscription_error', note('refused'))");
        // pusher-js itself knows better than to send that; others do not.
        ada.run("""
                const body = new URLSearchParams({ socket_id: pusher.connection.socket_id, channel_name: 'presence-signed-in' });
                fetch('/broadcasting/auth', { method: 'POST', headers: { Authorization: 'Bearer ada' }, body })
                    .then((answer) => answer.json())
                    .then(({ auth }) => pusher.send_event('pusher:subscribe', { auth, channel: 'presence-signed-in' }));
                """);

        assertThat(ada.await("errorCodes()[0]")).isEqualTo(4009L);
        assertThat(server.isOccupied("presence-signed-in")).isFalse();
    }

    @Test
    void hearsNoOtherUsersEvents() {
        RunningServer server = start();
        Tab ada = signIn(server, "ada");
        ada.run("pusher.connection.bind('message', (message) => note('channel')(message.channel))");
        ada.run("pusher.send_event('pusher:subscribe', { channel: '#server-to-user-bob' })");
        ada.await("notes.message.includes('pusher:subscription_error')");

        send(server, "bob", "note", "1");
        send(server, "ada", "fence", "1");

        ada.awaitNote("fence");
        assertThat(ada.notes("message")).doesNotContain("note");
        assertThat(ada.get("pusher.connection.state")).isEqualTo("connected");
    }

    @Test
    void isToldThatTheApplicationDoesNotKnowIt() {
        RunningServer server = start();
        Tab tab = openPusher(server, "vault");
        tab.run(LISTEN + "pusher.signin()");

        assertThat(tab.awaitNote("refused"))
                .asInstanceOf(MAP)
                .containsEntry("type", "AuthError")
                .containsEntry("status", 403L);
        assertThat(tab.get("pusher.connection.state")).isEqualTo("connected");
    }

    @Test
    void givesUpWhereItsSignatureIsForged() {
        RunningServer server = start();
        Tab tab = openPusher(server, "forged");
        tab.run(LISTEN + "pusher.signin()");

        tab.await("pusher.connection.state === 'disconnected'");
        assertThat(tab.get("errorCodes()")).isEqualTo(List.of(4009L, 4009L));
        assertThat(tab.get("pusher.user.user_data")).isNull();
    }

    @Test
    void isToldThatItWatchesTooMany() {
        RunningServer server = start();
        Tab tab = openPusher(server, "ada");
        String signed =
                node.run(server, """
                        const watchlist = Array.from({ length: 101 }, (_, i) => `user-${i}`);
                        return pusher.authenticateUser(arguments[0], { id: 'ada', watchlist })
                        """, tab.get("pusher.connection.socket_id")).toString();
        tab.run("pusher.send_event('pusher:signin', JSON.parse(arguments[0]))", signed);

        assertThat(tab.await("errorCodes()[0]")).isEqualTo(4302L);
        assertThat(tab.get("pusher.connection.state")).isEqualTo("connected");
    }

    @Test
    void givesUpWhereItHasNotSaidInTimeWhoItIs() {
        ShiftedTicker ticker = new ShiftedTicker();
        RunningServer server = start(
                settings -> settings.ticker(ticker),
                Application.builder("app-1", "key-1", "secret-1")
                        .userAuthenticationRequired(true)
                        .userAuthenticationTimeout(Duration.ofSeconds(20))
                        .build());
        Tab signedIn = signIn(server, "ada");
        Tab member = openPusher(server, "bob");
        member.run("pusher.subscribe('private-orders').bind('pusher:subscription_succeeded', note('subscribed'))");
        member.awaitNote("subscribed");
        Tab silent = openPusher(server, "eve");
        silent.run("pusher.subscribe('orders').bind('pusher:subscription_succeeded', note('subscribed'))");
        silent.awaitNote("subscribed");

        ticker.advance(Duration.ofSeconds(20));

        silent.await("pusher.connection.state === 'disconnected'");
        assertThat(silent.get("errorCodes()")).isEqualTo(List.of(4009L, 4009L));
        for (Tab tab : List.of(signedIn, member)) {
            assertThat(tab.get("pusher.connection.state")).isEqualTo("connected");
        }
    }
}
