package dev.reverb.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.pusher.client.channel.PusherEvent;
import com.pusher.client.connection.ConnectionState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pusher's unmodified server SDK for Node, with pusher-java-client on the other side. */
@OnEveryTransport
class NodeSdkIT extends ClientCase {

    @Running
    private Node node;

    private RunningServer server;

    @BeforeEach
    void startServer() {
        server = start();
    }

    @Test
    void triggersOnOneChannelAndOnSeveral() {
        JavaClient ada = connect("ada");
        ada.subscribe("orders", "shipped");
        ada.subscribe("private-orders", "shipped");
        ada.awaitSubscribed("orders").awaitSubscribed("private-orders");

        assertThat(run("return (await pusher.trigger('orders', 'shipped', { to: 'Zoë 🚀' })).status"))
                .isEqualTo("200");
        run("await pusher.trigger(['orders', 'private-orders'], 'shipped', 'text')");

        assertThat(ada.notes.await("shipped", 3))
                .extracting(event -> ((PusherEvent) event).getData())
                .containsExactlyInAnyOrder("{\"to\":\"Zoë 🚀\"}", "text", "text");
    }

    @Test
    void leavesASocketOutAndAsksForCounts() {
        JavaClient author = connect("ada");
        author.subscribe("orders", "shipped", "fence");
        author.awaitSubscribed("orders");

        assertThat(run("""
                        const options = { socket_id: arguments[0], info: 'subscription_count' };
                        return await (await pusher.trigger('orders', 'shipped', 1, options)).json()
                        """, author.socketId())).isEqualTo("{\"channels\":{\"orders\":{\"subscription_count\":1}}}");
        run("await pusher.trigger('orders', 'fence', 2)");

        author.notes.await("fence");
        assertThat(author.notes.get("shipped")).isEmpty();
    }

    @Test
    void triggersABatch() {
        JavaClient ada = connect("ada");
        ada.subscribe("orders", "shipped");
        ada.awaitSubscribed("orders");

        assertThat(run("""
                        const batch = [1, 2, 3].map((id) => ({ channel: 'orders', name: 'shipped', data: { id } }));
                        return await (await pusher.triggerBatch(batch)).json()
                        """)).isEqualTo("{\"batch\":[{},{},{}]}");

        assertThat(ada.notes.await("shipped", 3))
                .extracting(event -> ((PusherEvent) event).getData())
                .containsExactly("{\"id\":1}", "{\"id\":2}", "{\"id\":3}");
    }

    @Test
    void asksWhoIsWhere() {
        JavaClient ada = connect("ada");
        ada.subscribe("presence-room");
        ada.awaitSubscribed("presence-room");

        assertThat(get("/channels", "{ filter_by_prefix: 'presence-', info: 'user_count' }"))
                .isEqualTo("{\"channels\":{\"presence-room\":{\"user_count\":1}}}");
        assertThat(get("/channels/presence-room", "{ info: 'user_count' }"))
                .isEqualTo("{\"occupied\":true,\"user_count\":1}");
        assertThat(get("/channels/presence-room/users", "{}")).isEqualTo("{\"users\":[{\"id\":\"ada\"}]}");
        assertThat(run("return await pusher.get({ path: '/channels/orders/users' }).catch((error) => error.status)"))
                .isEqualTo("400");
    }

    @Test
    void sendsToAUser() {
        JavaClient ada = signIn("ada");
        JavaClient bob = signIn("bob");

        run("await pusher.sendToUser('ada', 'note', { by: 'Node' })");
        run("await pusher.sendToUser('bob', 'fence', 1)");

        assertThat(((PusherEvent) ada.notes.await("note")).getData()).isEqualTo("{\"by\":\"Node\"}");
        bob.notes.await("fence");
        assertThat(bob.notes.get("note")).isEmpty();
    }

    @Test
    void throwsOutASignedInUser() {
        JavaClient ada = signIn("ada");
        JavaClient again = signIn("ada");
        JavaClient bob = signIn("bob");

        run("await pusher.terminateUserConnections('ada')");

        for (JavaClient client : new JavaClient[] {ada, again}) {
            assertThat(client.notes.await("error")).isEqualTo("4009");
            client.notes.await(ConnectionState.DISCONNECTED.name());
        }
        run("await pusher.sendToUser('bob', 'fence', 1)");
        bob.notes.await("fence");
        assertThat(bob.notes.get("error")).isEmpty();
    }

    @Test
    void signsWhatTheServerTakes() {
        JavaClient ada = closeLater(new JavaClient(
                server,
                server.application().key(),
                "ada",
                options -> options.setUserAuthenticator(socketId ->
                                run("return pusher.authenticateUser(arguments[0], { id: 'ada' })", socketId))
                        .setChannelAuthorizer((channel, socketId) -> run("""
                                const member = arguments[1].startsWith('presence-') ? { user_id: 'ada' } : undefined;
                                return pusher.authorizeChannel(arguments[0], arguments[1], member)
                                """, socketId, channel))));
        ada.signIn();
        assertThat(ada.pusher.user().userId()).isEqualTo("ada");
        ada.subscribe("private-orders");
        ada.subscribe("presence-room");
        ada.awaitSubscribed("private-orders").awaitSubscribed("presence-room");
    }

    private String get(String path, String params) {
        return run("return await (await pusher.get({ path: arguments[0], params: " + params + " })).json()", path);
    }

    private String run(String script, Object... arguments) {
        JsonElement value = node.run(server, script, arguments);
        return value.toString();
    }

    private JavaClient client(String user) {
        return closeLater(new JavaClient(server, server.application().key(), user));
    }

    private JavaClient connect(String user) {
        return client(user).connect();
    }

    private JavaClient signIn(String user) {
        return client(user).signIn("note", "fence");
    }
}
