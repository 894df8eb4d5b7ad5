package dev.reverb.scaling.redis.internal.state;

import dev.reverb.channel.ChannelName;
import dev.reverb.channel.Member;
import dev.reverb.scaling.redis.RedisServer;
import dev.reverb.spi.Scheduler;
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
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A Redis of its own, a connection to it, and the time that its scripts take for now. As an extension: one for all tests of a class, that
 * forgets everything before each.
 */
final class StateFixture implements AutoCloseable, BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    static final String APP = "app";
    static final NodeId A = new NodeId("node-a");
    static final NodeId B = new NodeId("node-b");
    static final NodeId C = new NodeId("node-c");
    static final FactRules TOLD = new FactRules(FactRules.Mode.TOLD, false, 0);

    final KeySpace keys = new KeySpace("reverb");
    final AtomicLong now = new AtomicLong();
    RedisServer server;
    RedisClient client;
    StatefulRedisConnection<byte[], byte[]> connection;
    RedisCommands<byte[], byte[]> redis;
    RedisState state;
    private final AtomicLong operation = new AtomicLong();
    private final List<TopicFollower> followers = new ArrayList<>();

    /** One for a single test, which closes it. */
    static StateFixture start() {
        StateFixture fixture = new StateFixture();
        fixture.beforeAll(null);
        return fixture;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        server = RedisServer.start();
        client = RedisClient.create(server.uri());
        connection = client.connect(ByteArrayCodec.INSTANCE);
        redis = connection.sync();
        state = new RedisState(connection.async(), keys, false, () -> OptionalLong.of(now.get()), Scheduler.system());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        followers.forEach(TopicFollower::close);
        followers.clear();
        redis.flushall();
        now.set(1_000_000);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

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
