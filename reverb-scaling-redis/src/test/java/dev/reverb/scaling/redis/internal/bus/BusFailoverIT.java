package dev.reverb.scaling.redis.internal.bus;

import static dev.reverb.scaling.redis.internal.bus.BusNode.APP;
import static dev.reverb.scaling.redis.internal.bus.BusNode.address;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.scaling.redis.RedisCluster;
import dev.reverb.scaling.redis.RedisScaling;
import dev.reverb.scaling.redis.RedisSentinel;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Several buses while another server takes over what Redis has. */
@EnabledIfSystemProperty(named = "reverb.long", matches = "true")
class BusFailoverIT {

    private static final String ROOM = "presence-room";

    private final List<BusNode> nodes = new ArrayList<>();

    @AfterEach
    void stop() {
        List<CompletionStage<Void>> stopping =
                nodes.stream().map(node -> node.bus.stop()).toList();
        stopping.forEach(Await::done);
        assertThat(nodes).allSatisfy(node -> assertThat(node.errors).isEmpty());
    }

    private BusNode node(RedisScaling.Builder builder) {
        BusNode node = new BusNode(builder.timeout(Duration.ofSeconds(2))
                .lease(Duration.ofSeconds(3))
                .build()
                .open(Ticker.system(), Scheduler.system()));
        nodes.add(node);
        return node.start(APP);
    }

    @Test
    void goesOnWithTheMasterThatSentinelNamesAfterAFailover() {
        try (RedisSentinel redis = RedisSentinel.start()) {
            BusNode one = node(RedisScaling.builder(redis.uri()));
            BusNode two = node(RedisScaling.builder(redis.uri()));
            one.follow(ROOM);
            two.follow(ROOM);
            one.add(ROOM, "ada");
            two.add(ROOM, "bob");
            Await.until(
                    "both know",
                    () -> one.users(ROOM).size() == 2 && two.users(ROOM).size() == 2);

            redis.first().kill();
            Await.until("away", () -> one.isAway() && two.isAway());
            one.publish(ROOM, "meanwhile");
            one.add(ROOM, "eve");
            Await.until("back", () -> one.isBack() && two.isBack());
            assertThat(redis.isMaster(redis.second())).isTrue();

            Set<String> all = Set.of("ada", "bob", "eve");
            Await.until(
                    "all are there",
                    () -> new TreeSet<>(one.users(ROOM)).equals(all)
                            && new TreeSet<>(two.users(ROOM)).equals(all)
                            && Await.done(two.bus.channel(address(ROOM)))
                                            .members()
                                            .size()
                                    == 3);
            Await.until("the other heard", () -> two.texts(ROOM).equals(List.of("meanwhile")));
            assertThat(one.texts(ROOM)).containsExactly("meanwhile");
            assertThat(one.log(ROOM)).doesNotContain("-ada", "-bob");
            stop();
            nodes.clear();
        }
    }

    @Test
    void followsAChannelWhoseSlotMovesToAnotherServer() {
        try (RedisCluster redis = RedisCluster.start()) {
            BusNode one = node(RedisScaling.clusterBuilder(List.of(redis.uri())));
            BusNode two = node(RedisScaling.clusterBuilder(List.of(redis.uri())));
            one.follow(ROOM);
            two.follow(ROOM);
            one.add(ROOM, "ada");
            Await.until("both know", () -> two.users(ROOM).equals(List.of("ada")));

            redis.move(redis.slotOf(ROOM));

            one.add(ROOM, "bob");
            Await.until("both know", () -> two.users(ROOM).equals(List.of("ada", "bob")));
            Await.until("and hear each other", () -> {
                one.publish(ROOM, "after");
                return two.texts(ROOM).contains("after") && one.texts(ROOM).contains("after");
            });
            stop();
            nodes.clear();
        }
    }
}
