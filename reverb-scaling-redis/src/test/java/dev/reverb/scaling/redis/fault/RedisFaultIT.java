package dev.reverb.scaling.redis.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.scaling.redis.Await;
import dev.reverb.scaling.redis.RedisScaling;
import dev.reverb.scaling.redis.RedisServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Redis itself dies, forgets, or stands still. */
class RedisFaultIT extends FaultCase {

    private static final String PRICE = "cache-price";
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final RedisServer redis = RedisServer.startPersistent();
    private LiveServer one;
    private LiveServer two;
    private SocketClient ada;
    private SocketClient bob;

    @BeforeEach
    void start() {
        start(RedisScaling.DEFAULT_TIMEOUT);
    }

    private void start(Duration timeout) {
        one = server(RedisScaling.builder(redis.uri()).timeout(timeout).lease(LEASE));
        two = server(RedisScaling.builder(redis.uri()).timeout(timeout).lease(LEASE));
        ada = ada(one);
        bob = bob(two);
        awaitMembers(List.of("ada", "bob"), ada, bob);
        awaitFacts("channel_occupied", "member_added ada", "member_added bob");
    }

    @Override
    void closeRedis() {
        redis.close();
    }

    /** Events, a join and a leave on the one node and events on the other, while Redis is away. */
    private SocketClient goOnAlone() {
        one.publishAll(ORDERS, "1", "2");
        two.publishAll(ORDERS, "3", "4");
        SocketClient eve = client(one).join(ROOM, "eve");
        SocketClient dan = client(two).join(ROOM, "dan");
        awaitOrders(ada, "1", "2");
        awaitOrders(bob, "3", "4");
        awaitMembers(List.of("ada", "bob", "eve"), ada, eve);
        awaitMembers(List.of("ada", "bob", "dan"), bob, dan);
        return eve;
    }

    private void agreeAgain(SocketClient eve) {
        awaitOrders(ada, "1", "2", "3", "4");
        awaitOrders(bob, "3", "4", "1", "2");
        awaitMembers(List.of("ada", "bob", "eve", "dan"), ada, bob, eve);
        for (Node node : List.of(one, two)) {
            Await.until("the answers", () -> sorted(node.users(ROOM)).equals(List.of("ada", "bob", "dan", "eve")));
        }
        assertThat(ada.log(ROOM)).containsExactly("+bob", "+eve", "+dan");
        assertThat(bob.log(ROOM)).containsExactly("+dan", "+eve");
        two.publishAll(ORDERS, "5");
        awaitOrders(ada, "1", "2", "3", "4", "5");
        awaitOrders(bob, "3", "4", "1", "2", "5");
    }

    /** Redis dies and comes back, and everybody knows everything again. */
    private void dieAndComeBack(Runnable restart) {
        redis.kill();
        awaitAway(one, two);
        SocketClient eve = goOnAlone();
        restart.run();
        awaitBack(one, two);

        agreeAgain(eve);
        Await.until("the webhooks", () -> facts().size() == 5);
        assertThat(facts())
                .startsWith("channel_occupied", "member_added ada", "member_added bob")
                .contains("member_added eve", "member_added dan");
        assertThat(one.availability()).containsExactly(false, true);
    }

    /** What somebody is told who subscribes to {@link #PRICE} now. */
    private void awaitPrice(Node node, String expected) {
        SocketClient late = client(node).subscribe(PRICE);
        Await.until("the price is " + expected, () -> late.log(PRICE).equals(List.of(expected)));
    }

    @Test
    void killedAndBackWithItsData() {
        one.publishAll(PRICE, "7");

        dieAndComeBack(redis::restart);

        awaitPrice(two, "7");
    }

    @Test
    void aTabOnTheOtherServerIsRememberedWhenRedisIsBack() {
        SocketClient here = client(one).join(ROOM, "eve");
        client(two).join(ROOM, "eve");
        awaitMembers(List.of("ada", "bob", "eve"), ada, bob);

        redis.kill();
        awaitAway(one, two);
        here.leave(ROOM);
        awaitMembers(List.of("ada", "bob"), ada);
        redis.restart();
        awaitBack(one, two);

        awaitMembers(List.of("ada", "bob", "eve"), ada);
        assertThat(ada.log(ROOM)).containsExactly("+bob", "+eve", "-eve", "+eve");
        assertThat(bob.log(ROOM)).as("she was never gone").containsExactly("+eve");
    }

    @Test
    void killedAndBackWithoutItsData() {
        one.publishAll(PRICE, "7");

        dieAndComeBack(redis::restartEmpty);

        awaitPrice(two, "miss");
    }

    @Test
    void emptiedWhileItRuns() {
        redis.ask(commands -> commands.flushall());

        for (Node node : List.of(one, two)) {
            Await.until(
                    "the members are put back", () -> sorted(node.users(ROOM)).equals(List.of("ada", "bob")));
        }
        one.publishAll(ORDERS, "1");
        awaitOrders(ada, "1");
        awaitOrders(bob, "1");
        bob.leave(ROOM);
        awaitMembers(List.of("ada"), ada);
        assertThat(ada.log(ROOM)).containsExactly("+bob", "-bob");
        awaitFacts("channel_occupied", "member_added ada", "member_added bob", "member_removed bob");
    }

    @Test
    @EnabledIfSystemProperty(named = "reverb.long", matches = "true")
    void standingStillForFiveSeconds() {
        long begin = System.nanoTime();
        redis.pause();
        CompletableFuture<HttpResponse<String>> underWay = one.publishLater(ORDERS, "0");
        awaitAway(one, two);
        assertThat(underWay.join().statusCode()).isEqualTo(200);
        SocketClient eve = client(one).join(ROOM, "eve");
        one.publishAll(ORDERS, "1");
        two.publishAll(ORDERS, "2");
        awaitOrders(ada, "0", "1");
        awaitOrders(bob, "2");
        Await.until("five seconds are over", () -> System.nanoTime() - begin > PAUSE.toNanos());
        redis.resume();
        awaitBack(one, two);

        awaitOrders(ada, "0", "1", "2");
        Await.until("all events", () -> bob.log(ORDERS).size() >= 3);
        assertThat(bob.log(ORDERS)).containsExactlyInAnyOrder("0", "1", "2").containsSubsequence("0", "1");
        awaitMembers(List.of("ada", "bob", "eve"), ada, bob, eve);
        assertThat(ada.log(ROOM)).as("nobody has been gone").containsExactly("+bob", "+eve");
        assertThat(bob.log(ROOM)).containsExactly("+eve");
        awaitFacts("channel_occupied", "member_added ada", "member_added bob", "member_added eve");
    }

    @Test
    void standingStillForLessThanTheTimeout() {
        redis.pause();
        CompletableFuture<HttpResponse<String>> underWay = one.publishLater(ORDERS, "0");
        assertThat(one.up()).isEqualTo("{\"health\":\"OK\"}");
        redis.resume();

        assertThat(underWay.join().statusCode()).isEqualTo(200);
        awaitOrders(ada, "0");
        awaitOrders(bob, "0");
        assertThat(one.availability()).isEmpty();
        assertThat(two.availability()).isEmpty();
    }
}
