package dev.reverb.broadcasting.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.pusher.client.Pusher;
import com.pusher.client.PusherOptions;
import com.pusher.client.channel.PresenceChannelEventListener;
import com.pusher.client.channel.PrivateEncryptedChannelEventListener;
import com.pusher.client.channel.PusherEvent;
import com.pusher.client.channel.User;
import com.pusher.client.connection.ConnectionState;
import com.pusher.client.util.HttpChannelAuthorizer;
import com.pusher.client.util.HttpUserAuthenticator;
import dev.reverb.ClientAuthorizer;
import dev.reverb.EncryptionMasterKey;
import dev.reverb.Publication;
import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.tck.transport.Await;
import dev.reverb.transport.jetty.JettyTransport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Unmodified pusher-java-client joins channels of a server that asks the rules itself. */
class PusherClientIT {

    private static final Application APPLICATION = Application.of("my-app-id", "my-app-key", "my-app-secret");
    private static final String MASTER_KEY = "zyrm8pvV2C9fJcBfhyXzvxbJVN/H7QLmbe0xJi1GhPU=";

    private final Channels channels = new Channels()
            .guard(Channels.DEFAULT_GUARD, request -> request.header("Token").map(BroadcastUser::of));
    private final List<Client> clients = new CopyOnWriteArrayList<>();
    private ReverbServer server;

    @BeforeEach
    void start() {
        BroadcastingAuth auth = BroadcastingAuth.of(
                ClientAuthorizer.of(APPLICATION).withEncryptionKey(EncryptionMasterKey.ofBase64(MASTER_KEY)), channels);
        server = ReverbServer.builder()
                .application(APPLICATION)
                .transport(JettyTransport.on("127.0.0.1", 0))
                .handler("/broadcasting/auth", auth::handle)
                .handler("/broadcasting/user-auth", auth::handle)
                .start();
    }

    @AfterEach
    void stop() {
        clients.forEach(client -> client.pusher.disconnect());
        server.close();
    }

    private Client client(String user) {
        Client client = new Client(server.port(), user);
        clients.add(client);
        return client;
    }

    /** A client that notes what it is told. */
    private static final class Client implements PresenceChannelEventListener, PrivateEncryptedChannelEventListener {

        final Pusher pusher;
        final List<String> notes = new CopyOnWriteArrayList<>();

        Client(int port, String user) {
            String endpoint = "http://127.0.0.1:" + port + "/broadcasting/";
            HttpChannelAuthorizer authorizer = new HttpChannelAuthorizer(endpoint + "auth");
            authorizer.setHeaders(Map.of("Token", user));
            HttpUserAuthenticator authenticator = new HttpUserAuthenticator(endpoint + "user-auth");
            authenticator.setHeaders(Map.of("Token", user));
            pusher = new Pusher(
                    APPLICATION.key(),
                    new PusherOptions()
                            .setHost("127.0.0.1")
                            .setWsPort(port)
                            .setUseTLS(false)
                            .setChannelAuthorizer(authorizer)
                            .setUserAuthenticator(authenticator));
        }

        Client connect() {
            pusher.connect();
            Await.until(
                    "the client is connected", () -> pusher.getConnection().getState() == ConnectionState.CONNECTED);
            return this;
        }

        Client await(String note) {
            Await.until(note + " among " + notes, () -> notes.contains(note));
            return this;
        }

        @Override
        public void onSubscriptionSucceeded(String channel) {
            notes.add("subscribed " + channel);
        }

        @Override
        public void onAuthenticationFailure(String message, Exception failure) {
            notes.add("refused");
        }

        @Override
        public void onUsersInformationReceived(String channel, Set<User> users) {
            notes.add("here "
                    + users.stream()
                            .map(user -> user.getId() + user.getInfo())
                            .sorted()
                            .collect(Collectors.joining(" ")));
        }

        @Override
        public void userSubscribed(String channel, User user) {
            notes.add("joined " + user.getId() + user.getInfo());
        }

        @Override
        public void userUnsubscribed(String channel, User user) {
            notes.add("left " + user.getId());
        }

        @Override
        public void onEvent(PusherEvent event) {
            notes.add(event.getEventName() + " " + event.getData());
        }

        @Override
        public void onDecryptionFailure(String event, String reason) {
            notes.add("not decrypted: " + reason);
        }
    }

    @Test
    void joinsWhatTheRulesAllow() {
        channels.authorize("orders.{orderId}", (user, p) -> user.id().equals("ada") && p.getLong("orderId") == 1);
        Client ada = client("ada").connect();
        ada.pusher.subscribePrivate("private-orders.1", ada, "OrderShipped");
        ada.await("subscribed private-orders.1");
        ada.pusher.subscribePrivate("private-orders.2", ada);
        ada.await("refused");
        Client eve = client("eve");
        // Before it connects: in the moment of that the SDK would perhaps subscribe twice.
        eve.pusher.subscribePrivate("private-orders.1", eve, "OrderShipped");
        eve.connect().await("refused");
        server.publish(APPLICATION.id(), "private-orders.1", "OrderShipped", "{\"id\":1}");
        ada.await("OrderShipped {\"id\":1}");
        assertThat(eve.notes).containsExactly("refused");
    }

    @Test
    void readsEncryptedChannels() {
        channels.authorize("orders.{orderId}", (user, p) -> true);
        Client ada = client("ada").connect();
        ada.pusher.subscribePrivateEncrypted("private-encrypted-orders.1", ada);
        ada.await("subscribed private-encrypted-orders.1");
    }

    @Test
    void membersAreToldWhatTheRulesTell() {
        channels.presence("rooms.{room}", (user, p) -> Optional.of(Map.of("name", user.id() + " of " + p.get("room"))));
        Client ada = client("ada").connect();
        ada.pusher.subscribePresence("presence-rooms.tea", ada);
        ada.await("here ada{\"name\":\"ada of tea\"}");
        Client eve = client("eve").connect();
        eve.pusher.subscribePresence("presence-rooms.tea", eve);
        eve.await("here ada{\"name\":\"ada of tea\"} eve{\"name\":\"eve of tea\"}");
        ada.await("joined eve{\"name\":\"eve of tea\"}");
    }

    @Test
    void signsIn() {
        channels.user(user -> Optional.of(UserProfile.of(Map.of("name", "Ada"))));
        Client ada = client("ada");
        ada.pusher.user().bind("note", ada);
        ada.pusher.signin();
        ada.connect();
        Await.until("the sign-in", () -> ada.pusher.user().userId() != null);
        assertThat(ada.pusher.user().userId()).isEqualTo("ada");
        server.publish(APPLICATION.id(), Publication.toUser("ada", "note", "{\"a\":1}"));
        ada.await("note {\"a\":1}");
    }
}
