package dev.reverb.scaling.redis.internal.connection;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** Two connections to one server. */
final class ServerSession implements RedisSession {

    private final StatefulRedisConnection<byte[], byte[]> commands;
    private final StatefulRedisPubSubConnection<String, byte[]> topics;
    private final SessionListener listener;
    private final AtomicBoolean over = new AtomicBoolean();

    ServerSession(
            StatefulRedisConnection<byte[], byte[]> commands,
            StatefulRedisPubSubConnection<String, byte[]> topics,
            SessionListener listener) {
        this.commands = commands;
        this.topics = topics;
        this.listener = listener;
    }

    /** Begins to listen; told at once where a connection has broken meanwhile. */
    void begin() {
        topics.addListener(new TopicListener());
        Disconnected disconnected = new Disconnected();
        commands.addListener(disconnected);
        topics.addListener(disconnected);
        if (!commands.isOpen() || !topics.isOpen()) {
            lose("a connection broke");
        }
    }

    @Override
    public RedisClusterAsyncCommands<byte[], byte[]> commands() {
        return commands.async();
    }

    @Override
    public boolean isSharded() {
        return false;
    }

    @Override
    public void subscribe(List<String> names) {
        loseWhereRefused(topics.async().subscribe(names.toArray(String[]::new)));
    }

    @Override
    public void unsubscribe(List<String> names) {
        loseWhereRefused(topics.async().unsubscribe(names.toArray(String[]::new)));
    }

    private void loseWhereRefused(CompletionStage<Void> answer) {
        answer.whenComplete((done, failure) -> {
            if (failure != null) {
                // Without its topics a node must not believe that it hears the others.
                lose("a subscription failed: " + LossReason.of(failure));
            }
        });
    }

    @Override
    public CompletionStage<Long> subscribers(String topic) {
        // Asked where topics are text; in RESP3 a subscribed connection takes any command.
        return topics.async().pubsubNumsub(topic).thenApply(counts -> counts.getOrDefault(topic, 0L));
    }

    @Override
    public CompletionStage<Void> caughtUp(String topic) {
        // Answered behind the messages that were written to the connection before, and in their order.
        return topics.async().ping().thenApply(pong -> null);
    }

    @Override
    public CompletionStage<Void> ping() {
        CompletionStage<String> first = commands.async().ping();
        CompletionStage<String> second = topics.async().ping();
        return first.thenCombine(second, (pong, other) -> null);
    }

    @Override
    public CompletionStage<Void> close() {
        return over.compareAndSet(false, true) ? closeBoth() : CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<Void> closeBoth() {
        return CompletableFuture.allOf(commands.closeAsync(), topics.closeAsync());
    }

    private void lose(String reason) {
        if (over.compareAndSet(false, true)) {
            closeBoth();
            listener.onLost(this, reason);
        }
    }

    private final class TopicListener extends RedisPubSubAdapter<String, byte[]> {

        @Override
        public void message(String topic, byte[] message) {
            listener.onTopicMessage(ServerSession.this, topic, message);
        }

        @Override
        public void subscribed(String topic, long count) {
            listener.onSubscribed(ServerSession.this, topic);
        }

        @Override
        public void unsubscribed(String topic, long count) {
            listener.onUnsubscribed(ServerSession.this, topic);
        }
    }

    private final class Disconnected implements RedisConnectionStateListener {

        @Override
        public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
            lose("a connection broke");
        }
    }
}
