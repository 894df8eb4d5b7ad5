package dev.reverb.scaling.redis.internal.state;

import dev.reverb.channel.ChannelName;
import dev.reverb.channel.Member;
import dev.reverb.scaling.redis.RedisServer;
import dev.reverb.spi.scaling.ChannelAddress;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A Redis of its own, a connection to it, and the time that its scripts take for now. */
final class StateFixture implements AutoCloseable {

    static final String APP = "app";
    static final NodeId A = new NodeId("node-a");
    static final NodeId B = new NodeId("node-b");
    static final NodeId C = new NodeId("node-c");
    static final FactRules TOLD = new FactRules(FactRules.Mode.TOLD, false, 0);

    final RedisServer server = RedisServer.start();
    final RedisClient client = RedisClient.create(server.uri());
    final StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE);
    final RedisCommands<byte[], byte[]> redis = connection.sync();
    final KeySpace keys = new KeySpace("reverb");
    final AtomicLong now = new AtomicLong(1_000_000);
    final RedisState state = new RedisState(connection.async(), keys, false, () -> OptionalLong.of(now.get()));
    private final AtomicLong operation = new AtomicLong();
    private final List<TopicFollower> followers = new ArrayList<>();

    static ChannelAddress channel(String name) {
        return new ChannelAddress(APP, ChannelName.of(name));
    }

    static Member user(String id) {
        return new Member(id, Optional.of("{\"name\":\"" + id + "\"}"));
    }

    /** Waits for an answer of Redis. */
    static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Forgets everything, as between two tests. */
    void reset() {
        followers.forEach(TopicFollower::close);
        followers.clear();
        redis.flushall();
        now.set(1_000_000);
    }

    TopicFollower follow(ChannelAddress address) {
        TopicFollower follower = new TopicFollower(client.connectPubSub(ByteArrayCodec.INSTANCE), redis::publish);
        follower.follow(state.topics().topic(address));
        followers.add(follower);
        return follower;
    }

    long nextOperation() {
        return operation.incrementAndGet();
    }

    ChangeReply add(ChannelAddress address, NodeId node, Member member, int max, FactRules rules) {
        return get(state.presence().add(address, node, nextOperation(), member, max, rules));
    }

    ChangeReply add(ChannelAddress address, NodeId node, String user) {
        return add(address, node, user(user), Integer.MAX_VALUE, FactRules.NONE);
    }

    ChangeReply remove(ChannelAddress address, NodeId node, String user) {
        return remove(address, node, user, FactRules.NONE);
    }

    ChangeReply remove(ChannelAddress address, NodeId node, String user, FactRules rules) {
        return get(state.presence().remove(address, node, nextOperation(), user, rules));
    }

    ChangeReply subscriptions(ChannelAddress address, NodeId node, int count, FactRules rules) {
        return get(state.subscriptions()
                .set(address, node, nextOperation(), count, Subscriptions.Publish.of(address.channel(), true), rules));
    }

    ChannelState snapshot(ChannelAddress address) {
        return get(state.snapshots().of(address));
    }

    /** Clears up after a node in a bucket, and says in how many steps. */
    int takeOver(Bucket bucket, NodeId dead, FactRules rules) {
        int steps = 1;
        while (get(state.takeOver().step(bucket, dead, rules, true)).more()) {
            steps++;
        }
        return steps;
    }

    Bucket bucket(ChannelAddress address) {
        return keys.bucket(address);
    }

    /** All keys that live on until somebody deletes them. */
    TreeSet<String> lastingKeys() {
        TreeSet<String> lasting = new TreeSet<>();
        for (byte[] key : redis.keys("*")) {
            if (redis.pttl(key) == -1) {
                lasting.add(Wtf8.decode(key));
            }
        }
        return lasting;
    }

    @Override
    public void close() {
        followers.forEach(TopicFollower::close);
        connection.close();
        client.shutdown(0, 5, TimeUnit.SECONDS);
        server.close();
    }
}
