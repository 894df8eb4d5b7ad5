package dev.reverb.scaling.redis.internal.bus;

import static dev.reverb.scaling.redis.internal.bus.BusNode.address;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.scaling.redis.Await;
import dev.reverb.scaling.redis.RedisCluster;
import dev.reverb.scaling.redis.RedisScaling;
import dev.reverb.scaling.redis.RedisSentinel;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Several buses while another server takes over what Redis has. */
@EnabledIfSystemProperty(named = "reverb.long", matches = "true")
class BusFailoverIT extends BusCase {

    private static final String ROOM = "presence-room";

    private Runnable end = () -> {};

    @Override
    void closeRedis() {
        end.run();
    }

    private BusNode nodeOn(RedisScaling.Builder builder) {
        return node(builder.timeout(Duration.ofSeconds(2)).lease(Duration.ofSeconds(3)));
    }

    @Test
    void goesOnWithTheMasterThatSentinelNamesAfterAFailover() {
        RedisSentinel sentinel = RedisSentinel.start();
        end = sentinel::close;
        BusNode one = nodeOn(RedisScaling.builder(sentinel.uri()));
        BusNode two = nodeOn(RedisScaling.builder(sentinel.uri()));
        meet(ROOM, one, two);

        sentinel.first().kill();
        awaitAway(one, two);
        one.publish(ROOM, "meanwhile");
        one.add(ROOM, "eve");
        awaitBack(one, two);
        assertThat(sentinel.isMaster(sentinel.second())).isTrue();

        Set<String> all = Set.of("ada", "bob", "eve");
        Await.until(
                "all are there",
                () -> new TreeSet<>(one.users(ROOM)).equals(all)
                        && new TreeSet<>(two.users(ROOM)).equals(all)
                        && Await.done(two.bus.channel(address(ROOM))).members().size() == 3);
        Await.until("the other heard", () -> two.texts(ROOM).equals(List.of("meanwhile")));
        assertThat(one.texts(ROOM)).containsExactly("meanwhile");
        assertThat(one.log(ROOM)).doesNotContain("-ada", "-bob");
    }

    @Test
    void followsAChannelWhoseSlotMovesToAnotherServer() {
        RedisCluster cluster = RedisCluster.start();
        end = cluster::close;
        BusNode one = nodeOn(RedisScaling.clusterBuilder(List.of(cluster.uri())));
        BusNode two = nodeOn(RedisScaling.clusterBuilder(List.of(cluster.uri())));
        meet(ROOM, one, two);

        cluster.move(cluster.slotOf(ROOM));

        one.add(ROOM, "eve");
        Await.until("both know", () -> two.users(ROOM).equals(List.of("ada", "bob", "eve")));
        Await.until("and hear each other", () -> {
            one.publish(ROOM, "after");
            return two.texts(ROOM).contains("after") && one.texts(ROOM).contains("after");
        });
    }
}
