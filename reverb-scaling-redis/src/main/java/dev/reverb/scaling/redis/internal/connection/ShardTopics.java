package dev.reverb.scaling.redis.internal.connection;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The topics of one server of a Redis Cluster, on a connection of their own. */
final class ShardTopics {

    /** Hears what happens there. */
    interface Owner {

        void onMessage(String topic, byte[] message);

        void onSubscribed(String topic);

        void onUnsubscribed(String topic);

        void onDisconnected();
    }

    private final StatefulRedisPubSubConnection<String, byte[]> connection;

    private ShardTopics(StatefulRedisPubSubConnection<String, byte[]> connection) {
        this.connection = connection;
    }

    static CompletionStage<ShardTopics> connect(RedisClient client, RedisURI uri, Owner owner) {
        return client.connectPubSubAsync(ClientSetup.TOPICS, uri).thenApply(connection -> {
            connection.addListener(new TopicListener(owner));
            connection.addListener(new Disconnected(owner));
            if (!connection.isOpen()) {
                owner.onDisconnected();
            }
            return new ShardTopics(connection);
        });
    }

    /** Subscribes to topics of one slot. */
    CompletionStage<Void> subscribe(List<String> topics) {
        return connection.async().ssubscribe(topics.toArray(String[]::new));
    }

    /** Leaves topics of one slot. */
    CompletionStage<Void> unsubscribe(List<String> topics) {
        return connection.async().sunsubscribe(topics.toArray(String[]::new));
    }

    CompletionStage<Long> subscribers(String topic) {
        return connection.async().pubsubShardNumsub(topic).thenApply(counts -> counts.getOrDefault(topic, 0L));
    }

    CompletionStage<String> ping() {
        return connection.async().ping();
    }

    CompletionStage<Void> close() {
        return connection.closeAsync();
    }

    private static final class TopicListener extends RedisPubSubAdapter<String, byte[]> {

        private final Owner owner;

        private TopicListener(Owner owner) {
            this.owner = owner;
        }

        @Override
        public void smessage(String topic, byte[] message) {
            owner.onMessage(topic, message);
        }

        @Override
        public void ssubscribed(String topic, long count) {
            owner.onSubscribed(topic);
        }

        @Override
        public void sunsubscribed(String topic, long count) {
            owner.onUnsubscribed(topic);
        }
    }

    private static final class Disconnected implements RedisConnectionStateListener {

        private final Owner owner;

        private Disconnected(Owner owner) {
            this.owner = owner;
        }

        @Override
        public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
            owner.onDisconnected();
        }
    }
}
