package dev.reverb.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.test.browser.Tab;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Signed-in users: the unmodified pusher-js in a browser, and what applications send to its users by. */
@OnEveryTransport
class SignInIT extends SignInCase {

    @Running
    private Node node;

    @Test
    void hearsOnceWhatIsSentToItsUser() {
        RunningServer server = start();
        Tab ada = signIn(server, "ada");
        Tab again = signIn(server, "ada");
        Tab bob = signIn(server, "bob");

        send(server, "ada", "note", "{\"by\":\"Java\"}");
        node.run(server, "await pusher.sendToUser('ada', 'note', { by: 'Node' })");
        send(server, "ada", "fence", "1");
        send(server, "bob", "fence", "1");

        for (Tab tab : List.of(ada, again)) {
            tab.awaitNote("fence");
            assertThat(tab.notes("note")).containsExactly(Map.of("by", "Java"), Map.of("by", "Node"));
        }
        bob.awaitNote("fence");
        assertThat(bob.notes("note")).isEmpty();
    }

    @Test
    void isToldWhoComesOnlineAndWhoGoes() {
        RunningServer server = start();
        Tab bob = signIn(server, "bob");
        Tab ada = signIn(server, "ada", "bob", "eve", "zoe");
        assertThat(ada.awaitNote("online")).isEqualTo(List.of("bob"));

        Tab eve = signIn(server, "eve");
        assertThat(ada.await("online", 2).get(1)).isEqualTo(List.of("eve"));
        Tab eveAgain = signIn(server, "eve");
        eve.close();
        bob.run("pusher.disconnect()");
        assertThat(ada.awaitNote("offline")).isEqualTo(List.of("bob"));
        eveAgain.close();
        assertThat(ada.await("offline", 2).get(1)).isEqualTo(List.of("eve"));

        assertThat(ada.notes("online")).hasSize(2);
        assertThat(ada.notes("offline")).hasSize(2);
        assertThat(bob.notes("online")).isEmpty();
    }

    @Test
    void joinsAPresenceChannelAsWhoItIs() {
        RunningServer server = start();
        Tab ada = signIn(server, "ada");
        ada.run("""
                window.room = pusher.subscribe('presence-signed-in');
                room.bind('client-typing', noteAll('typing'));
                """);
        ada.await("room.subscribed");
        assertThat(ada.get("room.members.me")).isEqualTo(Map.of("id", "ada", "info", Map.of("name", "ada")));

        Tab bob = signIn(server, "bob");
        bob.run("window.room = pusher.subscribe('presence-signed-in')");
        bob.await("room.subscribed");
        assertThat(bob.get("room.members.members"))
                .isEqualTo(Map.of("ada", Map.of("name", "ada"), "bob", Map.of("name", "bob")));
        bob.run("room.trigger('client-typing', 'hello')");
        assertThat(ada.awaitNote("typing")).isEqualTo(List.of("hello", Map.of("user_id", "bob")));
    }

    @Test
    void givesUpWhenItsUserIsThrownOut() {
        RunningServer server = start();
        List<Tab> ada = List.of(signIn(server, "ada"), signIn(server, "ada"));
        Tab bob = signIn(server, "bob", "ada");
        bob.awaitNote("online");

        node.run(server, "await pusher.terminateUserConnections('ada')");

        for (Tab tab : ada) {
            tab.await("pusher.connection.state === 'disconnected'");
            assertThat(tab.get("errorCodes()")).isEqualTo(List.of(4009L, 4009L));
        }
        assertThat(bob.awaitNote("offline")).isEqualTo(List.of("ada"));
        assertThat(bob.get("pusher.connection.state")).isEqualTo("connected");
    }
}
