package dev.reverb.scaling.redis.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.scaling.redis.Await;
import dev.reverb.scaling.redis.RedisCluster;
import dev.reverb.scaling.redis.RedisScaling;
import dev.reverb.scaling.redis.RedisSentinel;
import dev.reverb.scaling.redis.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Another server of Redis takes over what one has. */
@EnabledIfSystemProperty(named = "reverb.long", matches = "true")
class FailoverIT extends FaultCase {

    private Runnable end = () -> {};
    private LiveServer one;
    private LiveServer two;
    private SocketClient ada;
    private SocketClient bob;

    private void start(RedisScaling.Builder first, RedisScaling.Builder second) {
        one = server(first.lease(LEASE));
        two = server(second.lease(LEASE));
        ada = ada(one);
        bob = bob(two);
        awaitMembers(List.of("ada", "bob"), ada, bob);
        awaitFacts("channel_occupied", "member_added ada", "member_added bob");
    }

    private RedisSentinel sentinel() {
        RedisSentinel started = RedisSentinel.start();
        end = started::close;
        start(RedisScaling.builder(started.uri()), RedisScaling.builder(started.uri()));
        return started;
    }

    private RedisCluster cluster(RedisCluster started) {
        end = started::close;
        List<String> uris = started.nodes().stream().map(RedisServer::uri).toList();
        start(RedisScaling.clusterBuilder(uris), RedisScaling.clusterBuilder(uris));
        return started;
    }

    @Override
    void closeRedis() {
        end.run();
    }

    /** What is done while Redis is away, and has come to both servers when it is back. */
    private void goOnAndAgreeAgain(Runnable untilItIsBack) {
        awaitAway(one, two);
        one.publishAll(ORDERS, "1", "2");
        two.publishAll(ORDERS, "3");
        SocketClient eve = client(one).join(ROOM, "eve");
        awaitOrders(ada, "1", "2");
        awaitOrders(bob, "3");
        untilItIsBack.run();
        awaitBack(one, two);

        awaitOrders(ada, "1", "2", "3");
        awaitOrders(bob, "3", "1", "2");
        awaitMembers(List.of("ada", "bob", "eve"), ada, bob, eve);
        assertThat(ada.log(ROOM)).as("nobody has been gone").containsExactly("+bob", "+eve");
        assertThat(bob.log(ROOM)).containsExactly("+eve");
        awaitFacts("channel_occupied", "member_added ada", "member_added bob", "member_added eve");
        two.publishAll(ORDERS, "4");
        awaitOrders(ada, "1", "2", "3", "4");
        awaitOrders(bob, "3", "1", "2", "4");
    }

    @Test
    void underSentinel() {
        RedisSentinel sentinel = sentinel();

        sentinel.first().kill();

        goOnAndAgreeAgain(() -> Await.until("the failover", () -> sentinel.isMaster(sentinel.second())));
    }

    @Test
    void ofAMasterOfARedisCluster() {
        RedisCluster cluster = cluster(RedisCluster.startWithReplica());

        cluster.nodes().get(0).kill();

        goOnAndAgreeAgain(() -> {});
    }

    @Test
    void ofASlotOfARedisCluster() {
        RedisCluster cluster = cluster(RedisCluster.start());
        List<String> sent = new ArrayList<>();

        cluster.move(cluster.slotOf(ROOM));
        cluster.move(cluster.slotOf(ORDERS));
        Await.until("both hear each other again", () -> {
            sent.add("" + sent.size());
            one.publishAll(ORDERS, sent.get(sent.size() - 1));
            return !bob.log(ORDERS).isEmpty();
        });
        two.publishAll(ORDERS, "end");

        Await.until(
                "the end",
                () -> ada.log(ORDERS).contains("end") && bob.log(ORDERS).contains("end"));
        sent.add("end");
        assertThat(ada.log(ORDERS)).as("what her own server published").containsExactlyElementsOf(sent);
        int heard = bob.log(ORDERS).size();
        assertThat(bob.log(ORDERS)).containsExactlyElementsOf(sent.subList(sent.size() - heard, sent.size()));
        SocketClient eve = client(one).join(ROOM, "eve");
        awaitMembers(List.of("ada", "bob", "eve"), ada, bob, eve);
        bob.leave(ROOM);
        awaitMembers(List.of("ada", "eve"), ada, eve);
        assertThat(ada.log(ROOM)).containsExactly("+bob", "+eve", "-bob");
        awaitFacts(
                "channel_occupied", "member_added ada", "member_added bob", "member_added eve", "member_removed bob");
        assertThat(IntStream.of(one.availability().size(), two.availability().size())
                        .sum())
                .as("Redis was never away")
                .isZero();
    }
}
