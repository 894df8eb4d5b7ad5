package dev.reverb.scaling.redis.internal.connection;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One Redis, or the master that Sentinel names. Sentinel is asked at each connecting; after a failover it makes the old master drop
 * its clients, so that they come and ask.
 */
final class SingleServer implements Deployment {

    private final RedisURI uri;
    private final ClientResources resources;
    private final RedisClient client;

    SingleServer(RedisURI uri, Duration timeout, SslOptions tls) {
        this.uri = uri;
        this.resources = ClientSetup.resources();
        this.client = RedisClient.create(resources);
        client.setOptions(ClientSetup.options(timeout, tls));
    }

    @Override
    public CompletionStage<RedisSession> connect(SessionListener listener) {
        CompletableFuture<StatefulRedisConnection<byte[], byte[]>> commands =
                client.connectAsync(ByteArrayCodec.INSTANCE, uri).toCompletableFuture();
        CompletableFuture<StatefulRedisPubSubConnection<String, byte[]>> topics =
                client.connectPubSubAsync(ClientSetup.TOPICS, uri).toCompletableFuture();
        return commands.thenCombine(topics, (first, second) -> session(first, second, listener))
                .whenComplete((session, failure) -> {
                    if (failure != null) {
                        commands.thenAccept(StatefulRedisConnection::closeAsync);
                        topics.thenAccept(StatefulRedisPubSubConnection::closeAsync);
                    }
                });
    }

    private static RedisSession session(
            StatefulRedisConnection<byte[], byte[]> commands,
            StatefulRedisPubSubConnection<String, byte[]> topics,
            SessionListener listener) {
        ServerSession session = new ServerSession(commands, topics, listener);
        session.begin();
        return session;
    }

    @Override
    public CompletionStage<Void> shutdown() {
        return client.shutdownAsync().thenCompose(done -> ClientSetup.shutdown(resources));
    }

    @Override
    public String toString() {
        return Addresses.of(uri);
    }
}
