package dev.reverb.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import com.pusher.client.channel.PusherEvent;
import com.pusher.rest.Pusher;
import com.pusher.rest.PusherAsync;
import com.pusher.rest.data.Event;
import com.pusher.rest.data.Result;
import com.pusher.rest.data.Result.Status;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The unmodified pusher-http-java 1.3, with pusher-java-client on the other side. */
@OnEveryTransport
class HttpSdkIT extends ClientCase {

    private RunningServer server;
    private Pusher sdk;

    @BeforeEach
    void startServer() {
        server = start();
        sdk = closeLater(server.sdk());
    }

    @Test
    void triggersOnOneChannel() {
        JavaClient client = subscribe("ada", "orders");

        assertOk(sdk.trigger("orders", "shipped", Map.of("id", 42, "to", "Zoë 🚀")), "{}");

        assertThat(JsonParser.parseString(((PusherEvent) client.notes.await("shipped")).getData()))
                .isEqualTo(JsonParser.parseString("{\"id\":42,\"to\":\"Zoë 🚀\"}"));
    }

    @Test
    void triggersOnSeveralChannels() {
        JavaClient client = subscribe("ada", "orders", "private-orders", "presence-orders");

        assertOk(sdk.trigger(List.of("orders", "private-orders", "presence-orders"), "shipped", "text"), "{}");

        assertThat(client.notes.await("shipped", 3))
                .extracting(event -> ((PusherEvent) event).getChannelName())
                .containsExactlyInAnyOrder("orders", "private-orders", "presence-orders");
        assertThat(client.notes.get("shipped"))
                .allSatisfy(event -> assertThat(((PusherEvent) event).getData()).isEqualTo("\"text\""));
    }

    @Test
    void leavesASocketOut() {
        JavaClient author = subscribe("ada", "orders");
        JavaClient other = subscribe("bob", "orders");

        assertOk(sdk.trigger("orders", "shipped", 1, author.socketId()), "{}");
        assertOk(sdk.trigger("orders", "fence", 2), "{}");

        other.notes.await("shipped");
        author.notes.await("fence");
        assertThat(author.notes.get("shipped")).isEmpty();
    }

    @Test
    void triggersABatch() {
        JavaClient client = subscribe("ada", "orders", "private-orders");

        assertOk(
                sdk.trigger(List.of(
                        new Event("orders", "shipped", Map.of("id", 1)),
                        new Event("private-orders", "shipped", Map.of("id", 2)),
                        new Event("orders", "shipped", Map.of("id", 3), client.socketId()),
                        new Event("orders", "fence", 4))),
                "{\"batch\":[{},{},{},{}]}");

        client.notes.await("fence");
        assertThat(client.notes.await("shipped", 2))
                .extracting(event -> ((PusherEvent) event).getData())
                .containsExactlyInAnyOrder("{\"id\":1}", "{\"id\":2}");
    }

    @Test
    void encryptsForAnEncryptedChannel() {
        JavaClient client = closeLater(
                        new JavaClient(server, server.application().key(), "ada"))
                .connect();
        client.pusher.subscribePrivateEncrypted("private-encrypted-orders", client, "shipped");
        client.awaitSubscribed("private-encrypted-orders");

        assertOk(sdk.trigger(List.of(new Event("private-encrypted-orders", "shipped", "text"))), "{\"batch\":[{}]}");

        assertThat(((PusherEvent) client.notes.await("shipped")).getData()).isEqualTo("\"text\"");
    }

    @Test
    void asksForOneChannel() {
        subscribe("ada", "orders", "presence-room", "cache-price");
        subscribe("ada", "orders", "presence-room");
        assertOk(sdk.trigger("cache-price", "changed", Map.of("price", 2)), "{}");

        assertOk(sdk.get("/channels/orders"), "{\"occupied\":true}");
        assertOk(
                sdk.get("/channels/orders", Map.of("info", "subscription_count,user_count,cache")),
                "{\"occupied\":true,\"subscription_count\":2}");
        assertOk(
                sdk.get("/channels/presence-room", Map.of("info", "user_count,subscription_count")),
                "{\"occupied\":true,\"user_count\":1}");
        assertOk(sdk.get("/channels/nobody-here"), "{\"occupied\":false}");
        Result cache = sdk.get("/channels/cache-price", Map.of("info", "cache"));
        assertThat(cache.getMessage()).contains("\"event\":\"changed\"").contains("\"data\":\"{\\\"price\\\":2}\"");
    }

    @Test
    void asksForTheChannelsWithAPrefix() {
        subscribe("ada", "orders", "presence-a", "presence-b");
        subscribe("bob", "presence-b");

        assertOk(
                sdk.get("/channels", Map.of("filter_by_prefix", "presence-", "info", "user_count")),
                "{\"channels\":{\"presence-a\":{\"user_count\":1},\"presence-b\":{\"user_count\":2}}}");
        assertOk(sdk.get("/channels"), "{\"channels\":{\"orders\":{},\"presence-a\":{},\"presence-b\":{}}}");
        assertOk(sdk.get("/channels", Map.of("filter_by_prefix", "nothing-")), "{\"channels\":{}}");
    }

    @Test
    void asksForTheUsersOfAPresenceChannel() {
        subscribe("ada", "presence-room");
        subscribe("ada", "presence-room");
        subscribe("7", "presence-room");

        assertOk(sdk.get("/channels/presence-room/users"), "{\"users\":[{\"id\":\"ada\"},{\"id\":\"7\"}]}");
        assertError(sdk.get("/channels/orders/users"), 400, Status.CLIENT_ERROR);
        assertError(sdk.get("/channels/presence-nobody/users"), 404, Status.NOT_FOUND);
    }

    @Test
    void countsAndTerminatesConnections() {
        JavaClient ada = subscribe("ada", "presence-room");
        JavaClient bob = subscribe("bob", "presence-room");
        assertOk(sdk.get("/connections"), "{\"connections\":2}");

        assertOk(sdk.post("/users/ada/terminate_connections", ""), "{}");

        assertThat(ada.notes.await("error")).isEqualTo("4009");
        bob.notes.await("left");
        assertThat(bob.notes.get("error")).isEmpty();
    }

    @Test
    void sendsToAUserAndThrowsThemOut() {
        JavaClient ada = closeLater(new JavaClient(server, server.application().key(), "ada"))
                .signIn("note");

        // Not by trigger, to which this is not the name of a channel.
        String event = "{\"name\":\"note\",\"channel\":\"#server-to-user-ada\",\"data\":\"{\\\"id\\\":42}\"}";
        assertOk(sdk.post("/events", event), "{}");
        assertThat(((PusherEvent) ada.notes.await("note")).getData()).isEqualTo("{\"id\":42}");

        assertOk(sdk.post("/users/ada/terminate_connections", ""), "{}");
        assertThat(ada.notes.await("error")).isEqualTo("4009");
    }

    @Test
    void isToldThatItMayNot() {
        Pusher stranger = closeLater(server.sdk("another-secret"));
        Pusher nobody = closeLater(new Pusher("nobody", server.application().key(), "secret"));
        nobody.setHost(ServerTransport.ADDRESS + ":" + server.port());

        assertError(stranger.trigger("orders", "shipped", 1), 401, Status.AUTHENTICATION_ERROR);
        assertError(stranger.get("/channels"), 401, Status.AUTHENTICATION_ERROR);
        assertError(nobody.get("/channels"), 404, Status.NOT_FOUND);
    }

    @Test
    void isToldWhatIsWrong() {
        assertError(sdk.get("/no-such-path"), 404, Status.NOT_FOUND);
        assertError(sdk.post("/events", "{\"name\":"), 400, Status.CLIENT_ERROR);
        assertError(sdk.trigger("orders", "n".repeat(201), 1), 422, Status.UNKNOWN_ERROR);
        assertError(sdk.trigger("c".repeat(165), "shipped", 1), 422, Status.UNKNOWN_ERROR);
        assertError(sdk.trigger("orders", "shipped", "x".repeat(10_240)), 413, Status.UNKNOWN_ERROR);
        assertOk(sdk.trigger("orders", "shipped", "x".repeat(10_238)), "{}");
    }

    @Test
    void triggersManyWithoutWaitingForEach() throws Exception {
        JavaClient client = subscribe("ada", "orders");
        PusherAsync async = closeLater(new PusherAsync(
                server.application().id(),
                server.application().key(),
                server.application().secret()));
        async.setHost(ServerTransport.ADDRESS + ":" + server.port());

        List<CompletableFuture<Result>> answers = IntStream.range(0, 50)
                .mapToObj(i -> async.trigger("orders", "shipped", i))
                .toList();
        for (CompletableFuture<Result> answer : answers) {
            assertOk(answer.get(20, TimeUnit.SECONDS), "{}");
        }

        assertThat(client.notes.await("shipped", 50))
                .extracting(event -> Integer.valueOf(((PusherEvent) event).getData()))
                .doesNotHaveDuplicates();
    }

    private static void assertOk(Result result, String body) {
        assertThat(result.getMessage()).isNotNull();
        assertThat(result.getStatus()).as(result.getMessage()).isEqualTo(Status.SUCCESS);
        assertThat(JsonParser.parseString(result.getMessage())).isEqualTo(JsonParser.parseString(body));
    }

    private static void assertError(Result result, int status, Status meaning) {
        assertThat(result.getHttpStatus()).as(result.getMessage()).isEqualTo(status);
        assertThat(result.getStatus()).isEqualTo(meaning);
        assertThat(JsonParser.parseString(result.getMessage())
                        .getAsJsonObject()
                        .get("error")
                        .getAsString())
                .isNotBlank();
    }

    /** A client that is subscribed to some channels, each as its prefix asks for. */
    private JavaClient subscribe(String user, String... channels) {
        JavaClient client = closeLater(
                        new JavaClient(server, server.application().key(), user))
                .connect();
        for (String channel : channels) {
            client.subscribe(channel, "shipped", "fence");
        }
        for (String channel : channels) {
            client.awaitSubscribed(channel);
        }
        return client;
    }
}
