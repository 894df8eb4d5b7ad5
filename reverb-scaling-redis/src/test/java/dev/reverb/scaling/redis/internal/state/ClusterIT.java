package dev.reverb.scaling.redis.internal.state;

import static dev.reverb.scaling.redis.internal.state.StateFixture.A;
import static dev.reverb.scaling.redis.internal.state.StateFixture.APP;
import static dev.reverb.scaling.redis.internal.state.StateFixture.B;
import static dev.reverb.scaling.redis.internal.state.StateFixture.TOLD;
import static dev.reverb.scaling.redis.internal.state.StateFixture.channel;
import static dev.reverb.scaling.redis.internal.state.StateFixture.get;
import static dev.reverb.scaling.redis.internal.state.StateFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.channel.ChannelName;
import dev.reverb.scaling.redis.Await;
import dev.reverb.scaling.redis.RedisCluster;
import dev.reverb.scaling.redis.RedisServer;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Event;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.ChannelAddress;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.pubsub.RedisClusterPubSubAdapter;
import io.lettuce.core.cluster.pubsub.StatefulRedisClusterPubSubConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** All scripts on a Cluster of three: their keys lie in one slot each, and their messages reach sharded topics. */
class ClusterIT {

    private static RedisCluster cluster;
    private static RedisClusterClient client;
    private static StatefulRedisClusterConnection<byte[], byte[]> connection;
    private static RedisState state;

    private final KeySpace keys = new KeySpace("reverb");

    @BeforeAll
    static void start() {
        cluster = RedisCluster.start();
        client = RedisClusterClient.create(cluster.uri());
        connection = client.connect(ByteArrayCodec.INSTANCE);
        state = new RedisState(connection.async(), new KeySpace("reverb"), true, RedisTime.SERVER, Scheduler.system());
    }

    @AfterAll
    static void stop() {
        connection.close();
        client.shutdown(0, 5, TimeUnit.SECONDS);
        cluster.close();
    }

    @Test
    void aNodesLifeFromItsFirstLeaseToItsTakeOver() {
        get(state.load());
        List<ChannelAddress> rooms =
                IntStream.range(0, 20).mapToObj(i -> channel("presence-" + i)).toList();
        assertThat(rooms.stream()
                        .map(this::slot)
                        .map(slot -> slot * 3 / SlotHash.SLOT_COUNT)
                        .distinct())
                .as("nodes of the cluster")
                .hasSize(3);

        get(state.leases().renew(A, Duration.ofSeconds(60)));
        get(state.leases().enter(A, rooms.stream().map(keys::bucket).toList()));
        get(state.connections().set(APP, A, 3));
        for (ChannelAddress room : rooms) {
            assertThat(get(state.presence().add(room, A, 1, user("ada"), 10, TOLD))
                            .count())
                    .isEqualTo(1);
            get(state.presence().add(room, B, 1, user("eve"), 10, TOLD));
            get(state.subscriptions().set(room, A, 2, 1, Subscriptions.Publish.EVERYTHING, TOLD));
            assertThat(get(state.facts().claim(keys.bucket(room), B, Set.of())).batches())
                    .isNotEmpty();
        }
        Map<String, Integer> listed = new TreeMap<>();
        rooms.forEach(room -> listed.put(room.channel().toString(), 2));
        assertThat(get(state.snapshots().list(APP, "presence-"))).isEqualTo(listed);

        Set<Bucket> left =
                Set.copyOf(get(state.leases().leave(A, Duration.ofSeconds(60))).buckets());
        assertThat(left).isEqualTo(Set.copyOf(rooms.stream().map(keys::bucket).toList()));
        left.forEach(this::takeOver);
        takeOver(state.connections().bucket(APP));
        get(state.leases().forget(A));

        for (ChannelAddress room : rooms) {
            assertThat(get(state.snapshots().of(room)).snapshot().members()).containsExactly(user("eve"));
            assertThat(get(state.presence().remove(room, A, 3, "eve", TOLD)).outcome())
                    .isEqualTo(Outcome.FENCED);
        }
        assertThat(get(state.connections().total(APP))).isZero();
    }

    @Test
    void messagesReachTheShardedTopic() throws Exception {
        ChannelAddress room = new ChannelAddress("another", ChannelName.of("presence-cache-room"));
        LinkedBlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();
        try (StatefulRedisClusterPubSubConnection<byte[], byte[]> pubSub =
                client.connectPubSub(ByteArrayCodec.INSTANCE)) {
            pubSub.addListener(new RedisClusterPubSubAdapter<byte[], byte[]>() {
                @Override
                public void smessage(RedisClusterNode node, byte[] topic, byte[] message) {
                    heard.add(message);
                }
            });
            pubSub.setNodeMessagePropagation(true);
            pubSub.sync().ssubscribe(state.topics().topic(room));

            get(state.presence().add(room, B, 1, user("eve"), 10, TOLD));
            BusMessage event = new BusMessage(new byte[] {1}, Optional.empty(), Optional.empty());
            get(state.topics().publish(room, B, 2, new Event(event)));
            BusMessage kept = new BusMessage(new byte[] {2}, Optional.empty(), Optional.of(Duration.ofMinutes(1)));
            get(state.topics().publish(room, B, 3, new Event(kept)));

            for (long number = 1; number <= 3; number++) {
                byte[] message = heard.poll(30, TimeUnit.SECONDS);
                assertThat(TopicMessage.decode(message).number()).isEqualTo(number);
            }
        }
        get(state.topics().terminate(APP, B, 1, "eve"));
    }

    @Test
    void anyNodeKnowsTheScriptsOnceTheyAreLoaded() {
        get(state.load());
        String digest = Script.SNAPSHOT.digest();
        for (RedisServer node : cluster.nodes()) {
            List<Boolean> known = node.ask(redis -> redis.scriptExists(digest));
            assertThat(known).containsExactly(true);
        }
    }

    @Test
    void whatIsAskedAtOnceIsDoneInOrder() {
        ChannelAddress room = channel("presence-order");
        try (StatefulRedisClusterConnection<byte[], byte[]> fresh = client.connect(ByteArrayCodec.INSTANCE)) {
            RedisState other = new RedisState(fresh.async(), keys, true, RedisTime.SERVER, Scheduler.system());
            get(other.load());
            List<CompletionStage<ChangeReply>> replies = new ArrayList<>();
            for (int operation = 1; operation <= 100; operation++) {
                replies.add(
                        operation % 2 == 1
                                ? other.presence().add(room, B, operation, user("ada"), 9, FactRules.NONE)
                                : other.presence().remove(room, B, operation, "ada", FactRules.NONE));
            }
            assertThat(replies)
                    .allSatisfy(reply -> assertThat(get(reply).count()).isEqualTo(1));
        }
    }

    @Test
    void whatIsAskedWhileASlotIsOnItsWayIsDoneInOrderOnceItHasArrived() {
        get(state.load());
        ChannelAddress room = new ChannelAddress("moving", ChannelName.of("presence-room"));
        get(state.presence().add(room, B, 1, user("ada"), 9, TOLD));
        List<CompletionStage<ChangeReply>> replies = new ArrayList<>();

        cluster.move(slot(room), () -> {
            replies.add(state.presence().add(room, B, 2, user("eve"), 9, TOLD));
            replies.add(state.presence().remove(room, B, 3, "ada", TOLD));
            replies.add(state.presence().add(room, B, 4, user("ada"), 9, TOLD));
            Await.until(
                    "it was refused",
                    () -> cluster.nodes().stream()
                            .anyMatch(node ->
                                    node.ask(redis -> redis.info("errorstats")).contains("errorstat_TRYAGAIN")));
        });

        assertThat(replies).allSatisfy(reply -> assertThat(get(reply).count()).isEqualTo(1));
        assertThat(get(state.snapshots().of(room)).snapshot().members()).containsExactly(user("eve"), user("ada"));
    }

    private int slot(ChannelAddress address) {
        return SlotHash.getSlot(keys.bucket(address).version());
    }

    private void takeOver(Bucket bucket) {
        while (get(state.takeOver().step(bucket, A, TOLD, true)).more()) {
            assertThat(bucket).isNotNull();
        }
    }
}
