package dev.reverb.scaling.redis.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.scaling.redis.Await;
import dev.reverb.scaling.redis.RedisScaling;
import dev.reverb.scaling.redis.RedisServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Ada's server, which is a process of its own, dies or stands still. */
class NodeFaultIT extends FaultCase {

    private final RedisServer redis = RedisServer.start();

    @Override
    void closeRedis() {
        redis.close();
    }

    /** Signs in, and from then on is told of ada. */
    private static void watch(SocketClient client, String userId) {
        client.signIn("{\"id\":\"" + userId + "\",\"watchlist\":[\"ada\"]}");
        Await.until("ada is online", () -> watched(client).equals(List.of("online")));
    }

    /** What a client was told of ada. */
    private static List<String> watched(SocketClient client) {
        return client.log("").stream()
                .filter(line -> line.contains("\"ada\""))
                .map(line -> line.contains("\"online\"") ? "online" : "offline")
                .toList();
    }

    private LiveServer survivor() {
        return server(RedisScaling.builder(redis.uri()).lease(LEASE));
    }

    @Test
    void killed() {
        LiveServer two = survivor();
        ServerJvm one = process(redis.uri(), LEASE);
        SocketClient ada = ada(one);
        SocketClient shared = client(one).join(ROOM, "bob");
        SocketClient bob = bob(two);
        ada.signIn("{\"id\":\"ada\"}");
        watch(bob, "bob");
        awaitMembers(List.of("ada", "bob"), ada, bob);
        awaitFacts("channel_occupied", "member_added ada", "member_added bob");
        Await.until("all are counted", () -> two.get("/connections").body().equals("{\"connections\":3}"));

        one.kill();
        Await.until("their connections end", () -> ada.isDisconnected() && shared.isDisconnected());

        awaitMembers(List.of("bob"), bob);
        assertThat(bob.log(ROOM)).as("bob has a tab on the other server").containsExactly("-ada");
        Await.until("she is offline", () -> watched(bob).equals(List.of("online", "offline")));
        awaitFacts("channel_occupied", "member_added ada", "member_added bob", "member_removed ada");
        Await.until("one is left", () -> two.get("/connections").body().equals("{\"connections\":1}"));
        assertThat(two.get("/channels/" + ORDERS + "?info=subscription_count").body())
                .contains("\"subscription_count\":1");
        assertThat(two.up()).isEqualTo("{\"health\":\"OK\"}");

        // Where clients land that connect again.
        SocketClient again = ada(two);
        awaitMembers(List.of("ada", "bob"), again, bob);
        two.publishAll(ORDERS, "after");
        awaitOrders(again, "after");
        awaitOrders(bob, "after");
        awaitFacts(
                "channel_occupied", "member_added ada", "member_added bob", "member_removed ada", "member_added ada");
    }

    @Test
    void killedWhileNobodyIsOnTheOther() {
        LiveServer two = survivor();
        ServerJvm one = process(redis.uri(), LEASE);
        SocketClient ada = ada(one);
        awaitMembers(List.of("ada"), ada);
        awaitFacts("channel_occupied", "member_added ada");

        one.kill();

        awaitFacts("channel_occupied", "member_added ada", "member_removed ada", "channel_vacated");
        assertThat(two.get("/channels").body()).isEqualTo("{\"channels\":{}}");
    }

    @Test
    @EnabledIfSystemProperty(named = "reverb.long", matches = "true")
    void killedWhileItPassesFactsOn() {
        ServerJvm one = process(redis.uri(), LEASE);
        hook().hold();
        SocketClient ada = ada(one);
        Await.until("the webhook is asked", () -> !hook().requests().isEmpty());
        String id = hook().requests().get(0);
        LiveServer two = survivor();
        SocketClient bob = bob(two);
        awaitMembers(List.of("ada", "bob"), ada, bob);

        one.kill();
        hook().answer();

        awaitMembers(List.of("bob"), bob);
        Await.until("the other server tells the rest", () -> facts().contains("member_removed ada"));
        assertThat(facts())
                .containsExactly("channel_occupied", "member_added ada", "member_added bob", "member_removed ada");
        Await.until(
                "it has told the first again, under the same id",
                () -> hook().requests().stream().filter(id::equals).count() == 2);
    }

    @Test
    void pausedPastItsLeaseAndBack() {
        LiveServer two = survivor();
        ServerJvm one = process(redis.uri(), LEASE);
        SocketClient ada = ada(one);
        SocketClient bob = bob(two);
        SocketClient eve = client(one);
        ada.signIn("{\"id\":\"ada\"}");
        watch(bob, "bob");
        watch(eve, "eve");
        awaitMembers(List.of("ada", "bob"), ada, bob);
        awaitFacts("channel_occupied", "member_added ada", "member_added bob");

        one.pause();
        awaitMembers(List.of("bob"), bob);
        awaitFacts("channel_occupied", "member_added ada", "member_added bob", "member_removed ada");
        Await.until("she is offline", () -> watched(bob).equals(List.of("online", "offline")));
        one.resume();

        awaitMembers(List.of("ada", "bob"), bob);
        Await.until("she is online", () -> watched(bob).equals(List.of("online", "offline", "online")));
        assertThat(bob.log(ROOM)).containsExactly("-ada", "+ada");
        awaitFacts(
                "channel_occupied", "member_added ada", "member_added bob", "member_removed ada", "member_added ada");
        assertThat(ada.isDisconnected()).isFalse();
        assertThat(ada.log(ROOM)).as("she has seen neither").containsExactly("+bob");
        assertThat(watched(eve)).as("nor has who watches her on her server").containsExactly("online");
        assertThat(one.hasLogged("it rejoins as another")).isTrue();
        awaitBack(one);
        one.publishAll(ORDERS, "1");
        two.publishAll(ORDERS, "2");
        Await.until(
                "both events",
                () -> ada.log(ORDERS).size() == 2 && bob.log(ORDERS).size() == 2);
        ada.leave(ROOM);
        awaitMembers(List.of("bob"), bob);
    }
}
