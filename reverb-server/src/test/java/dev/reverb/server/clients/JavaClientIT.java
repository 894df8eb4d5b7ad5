package dev.reverb.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.pusher.client.channel.Channel;
import com.pusher.client.channel.PresenceChannel;
import com.pusher.client.channel.PrivateChannel;
import com.pusher.client.channel.PusherEvent;
import com.pusher.client.channel.User;
import com.pusher.client.channel.impl.InternalChannel;
import com.pusher.client.connection.ConnectionState;
import dev.reverb.Publication;
import dev.reverb.application.Application;
import dev.reverb.spi.MetricsRecorder;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The unmodified pusher-java-client 2.4. */
@OnEveryTransport
class JavaClientIT extends ClientCase {

    @Test
    void connectsAndDisconnects() {
        RunningServer server = start();
        JavaClient client = connect(server, "ada");
        assertThat(client.socketId()).matches("\\d{1,9}\\.\\d{1,9}");
        server.awaitConnections(1);

        client.pusher.disconnect();
        client.notes.await(ConnectionState.DISCONNECTED.name());

        assertThat(client.notes.get("state"))
                .containsExactly(
                        ConnectionState.CONNECTING,
                        ConnectionState.CONNECTED,
                        ConnectionState.DISCONNECTING,
                        ConnectionState.DISCONNECTED);
        assertThat(client.notes.get("error")).isEmpty();
    }

    @Test
    void hearsAPublicChannel() {
        RunningServer server = start();
        JavaClient client = connect(server, "ada");
        client.pusher.subscribe("orders", client, "shipped");
        client.awaitSubscribed("orders");

        server.publish("orders", "shipped", "{\"to\":\"Zoë 🚀\"}");
        PusherEvent event = (PusherEvent) client.notes.await("shipped");
        assertThat(event.getData()).isEqualTo("{\"to\":\"Zoë 🚀\"}");
        assertThat(event.getChannelName()).isEqualTo("orders");
        assertThat(event.getUserId()).isNull();

        client.pusher.unsubscribe("orders");
        server.awaitOccupied("orders", false);
    }

    @Test
    void joinsAPrivateChannelThatItMayJoin() {
        RunningServer server = start();
        JavaClient client = connect(server, "ada");
        client.pusher.subscribePrivate("private-orders", client, "shipped");
        client.awaitSubscribed("private-orders");

        server.publish("private-orders", "shipped", "1");

        assertThat(((PusherEvent) client.notes.await("shipped")).getData()).isEqualTo("1");
    }

    @Test
    void isToldOfRefusals() {
        RunningServer server = start();
        JavaClient client = connect(server, "ada");
        client.pusher.subscribePrivate("private-vault", client);
        client.notes.await("refused");

        client.pusher.subscribePrivate("private-forged", client, "pusher:subscription_error");
        PusherEvent refusal = (PusherEvent) client.notes.await("pusher:subscription_error");
        assertThat(refusal.getData()).contains("AuthError").contains("401");
        assertThat(client.notes.await("error")).isEqualTo("4009");
        assertThat(client.notes.get("subscribed private-vault")).isEmpty();
        assertThat(client.notes.get("subscribed private-forged")).isEmpty();
        assertThat(client.pusher.getConnection().getState()).isEqualTo(ConnectionState.CONNECTED);
    }

    @Test
    void seesTheMembersOfAPresenceChannel() {
        RunningServer server = start();
        JavaClient ada = connect(server, "ada");
        PresenceChannel room = ada.pusher.subscribePresence("presence-room", ada);
        assertThat(ada.notes.await("here")).isEqualTo(Set.of("ada"));
        assertThat(room.getMe().getId()).isEqualTo("ada");
        assertThat(room.getMe().getInfo()).isEqualTo("{\"name\":\"ada\"}");

        JavaClient seven = connect(server, "7");
        seven.pusher.subscribePresence("presence-room", seven);
        assertThat(seven.notes.await("here")).isEqualTo(Set.of("ada", "7"));
        assertThat(((User) ada.notes.await("joined")).getId()).isEqualTo("7");
        assertThat(room.getUsers()).hasSize(2);

        seven.pusher.disconnect();
        assertThat(((User) ada.notes.await("left")).getId()).isEqualTo("7");
        assertThat(room.getUsers()).hasSize(1);
    }

    @Test
    void sendsClientEventsToTheOthersOnly() {
        RunningServer server = start();
        JavaClient ada = connect(server, "ada");
        PresenceChannel room = ada.pusher.subscribePresence("presence-room", ada, "client-typing", "fence");
        ada.awaitSubscribed("presence-room");
        JavaClient bob = connect(server, "bob");
        bob.pusher.subscribePresence("presence-room", bob, "client-typing", "fence");
        bob.awaitSubscribed("presence-room");

        room.trigger("client-typing", "{\"text\":\"h\"}");
        PusherEvent typing = (PusherEvent) bob.notes.await("client-typing");
        server.publish("presence-room", "fence", "{}");
        ada.notes.await("fence");

        assertThat(typing.getData()).isEqualTo("{\"text\":\"h\"}");
        assertThat(typing.getUserId()).isEqualTo("ada");
        assertThat(ada.notes.get("client-typing")).isEmpty();
    }

    @Test
    void exchangesClientEventsOnAPrivateChannel() {
        RunningServer server = start();
        JavaClient ada = connect(server, "ada");
        ada.pusher.subscribePrivate("private-chat", ada, "client-typing");
        ada.awaitSubscribed("private-chat");
        JavaClient bob = connect(server, "bob");
        PrivateChannel chat = bob.pusher.subscribePrivate("private-chat", bob);
        bob.awaitSubscribed("private-chat");

        chat.trigger("client-typing", "\"h\"");

        PusherEvent typing = (PusherEvent) ada.notes.await("client-typing");
        assertThat(typing.getData()).isEqualTo("\"h\"");
        assertThat(typing.getUserId()).isNull();
    }

    @Test
    void decryptsAnEncryptedChannel() {
        RunningServer server = start();
        JavaClient client = connect(server, "ada");
        client.pusher.subscribePrivateEncrypted("private-encrypted-orders", client, "shipped");
        client.awaitSubscribed("private-encrypted-orders");

        server.sdk().trigger("private-encrypted-orders", "shipped", Map.of("id", 42));

        assertThat(((PusherEvent) client.notes.await("shipped")).getData()).isEqualTo("{\"id\":42}");
        assertThat(client.notes.get("decryption failed")).isEmpty();
    }

    @Test
    void asksForANewKeyBeforeItGivesAnEventUp() {
        RunningServer server = start();
        JavaClient client = connect(server, "ada");
        client.pusher.subscribePrivateEncrypted("private-encrypted-rotated", client, "shipped");
        client.pusher.subscribePrivateEncrypted("private-encrypted-stale", client, "lost");
        client.awaitSubscribed("private-encrypted-rotated").awaitSubscribed("private-encrypted-stale");

        server.sdk().trigger("private-encrypted-rotated", "shipped", 1);
        server.sdk().trigger("private-encrypted-stale", "lost", 2);

        assertThat(((PusherEvent) client.notes.await("shipped")).getData()).isEqualTo("1");
        client.notes.await("decryption failed");
        assertThat(client.notes.get("lost")).isEmpty();
    }

    @Test
    void hearsWhatIsSentToItsUser() {
        RunningServer server = start();
        JavaClient ada = client(server, "ada").signIn("note", "fence");
        assertThat(ada.pusher.user().userId()).isEqualTo("ada");
        JavaClient bob = client(server, "bob").signIn("note", "fence");

        server.publish(Publication.toUser("ada", "note", "1"));
        for (String user : new String[] {"ada", "bob"}) {
            server.publish(Publication.toUser(user, "fence", "2"));
        }

        ada.notes.await("fence");
        bob.notes.await("fence");
        assertThat(ada.notes.get("note")).hasSize(1);
        assertThat(bob.notes.get("note")).isEmpty();
    }

    @Test
    void isToldHowManySubscribersThereAre() {
        RunningServer server = start(Application.builder("app-1", "key-1", "secret-1")
                .subscriptionCountEvents(true)
                .build());
        JavaClient ada = connect(server, "ada");
        Channel orders = ada.pusher.subscribe("orders", ada, "pusher:subscription_count");
        ada.notes.await("pusher:subscription_count");
        JavaClient bob = connect(server, "bob");
        bob.pusher.subscribe("orders", bob);

        ada.notes.await("pusher:subscription_count", 2);
        assertThat(((InternalChannel) orders).getCount()).isEqualTo(2);
    }

    @Test
    void getsTheLastEventOfACacheChannel() {
        RunningServer server = start();
        JavaClient first = connect(server, "ada");
        first.pusher.subscribe("cache-price", first, "pusher:cache_miss", "changed");
        first.notes.await("pusher:cache_miss");
        server.publish("cache-price", "changed", "{\"price\":2}");
        first.notes.await("changed");

        JavaClient second = connect(server, "bob");
        second.pusher.subscribe("cache-price", second, "pusher:cache_miss", "changed");

        assertThat(((PusherEvent) second.notes.await("changed")).getData()).isEqualTo("{\"price\":2}");
        assertThat(second.notes.get("pusher:cache_miss")).isEmpty();
    }

    @Test
    void isLeftOutOfAnEventThatItCausedItself() {
        RunningServer server = start();
        JavaClient author = connect(server, "ada");
        author.pusher.subscribe("orders", author, "shipped", "fence");
        author.awaitSubscribed("orders");
        JavaClient other = connect(server, "ada");
        other.pusher.subscribe("orders", other, "shipped");
        other.awaitSubscribed("orders");

        server.publish(Publication.of("orders", "shipped", "1").except(author.socketId()));
        server.publish("orders", "fence", "2");

        other.notes.await("shipped");
        author.notes.await("fence");
        assertThat(author.notes.get("shipped")).isEmpty();
    }

    @Test
    void pingsWhenItHasHeardNothing() {
        Notes served = new Notes();
        RunningServer server = start(settings -> settings.metrics(new MetricsRecorder() {
            @Override
            public void messageReceived(String appId, int bytes) {
                served.add("message", bytes);
            }
        }));
        JavaClient client = closeLater(new JavaClient(
                server, server.application().key(), "ada", options -> options.setActivityTimeout(1_000)));
        client.connect();

        // The second ping follows the pong to the first.
        served.await("message", 2);

        assertThat(client.notes.get("state")).containsExactly(ConnectionState.CONNECTING, ConnectionState.CONNECTED);
    }

    @Test
    void comesBackAfterARestartOnTheSamePort() {
        RunningServer before = start();
        JavaClient client = connect(before, "ada");
        client.pusher.subscribePresence("presence-room", client, "shipped");
        client.awaitSubscribed("presence-room");
        String firstId = client.socketId();

        before.close();
        client.notes.await(ConnectionState.RECONNECTING.name());
        RunningServer after = restart(before);

        // Not counted by "here": the SDK may subscribe twice to a channel that is new while it connects.
        after.awaitOccupied("presence-room", true);
        after.publish("presence-room", "shipped", "1");
        client.notes.await("shipped");
        assertThat(client.socketId()).isNotEqualTo(firstId);
    }

    @Test
    void givesUpWhereItIsRefused() {
        RunningServer server = start();
        JavaClient client = closeLater(new JavaClient(server, "nobodys-key", "ada"));
        client.pusher.connect(client, ConnectionState.ALL);

        assertThat(client.notes.await("error")).isEqualTo("4001");
        client.notes.await(ConnectionState.DISCONNECTED.name());
        assertThat(client.notes.get("state"))
                .containsExactly(
                        ConnectionState.CONNECTING, ConnectionState.DISCONNECTING, ConnectionState.DISCONNECTED);
    }

    @Test
    void givesUpWhenItsUserIsThrownOut() {
        RunningServer server = start();
        JavaClient client = connect(server, "ada");
        client.pusher.subscribePresence("presence-room", client);
        client.awaitSubscribed("presence-room");

        RunningServer.await(
                server.server().terminateConnections(server.application().id(), "ada"));

        assertThat(client.notes.await("error")).isEqualTo("4009");
        client.notes.await(ConnectionState.DISCONNECTED.name());
    }

    private JavaClient client(RunningServer server, String user) {
        return closeLater(new JavaClient(server, server.application().key(), user));
    }

    private JavaClient connect(RunningServer server, String user) {
        return client(server, user).connect();
    }
}
