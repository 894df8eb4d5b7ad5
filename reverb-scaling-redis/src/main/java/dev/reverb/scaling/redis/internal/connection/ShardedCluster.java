package dev.reverb.scaling.redis.internal.connection;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A Redis Cluster. Commands go through Lettuce's cluster connection, which finds the server of a slot and follows it when it moves; topics
 * through plain connections of our own ({@link ShardTopics}), since Lettuce subscribes again to all topics of a server with one command,
 * which may not cross slots, and does not follow a topic whose slot moves.
 */
final class ShardedCluster implements Deployment {

    private static final int MAX_REDIRECTS = 5;

    private final List<RedisURI> uris;
    private final ClientResources resources;
    private final RedisClusterClient cluster;
    private final RedisClient servers;

    ShardedCluster(List<RedisURI> uris, Duration timeout, SslOptions tls) {
        this.uris = uris;
        this.resources = ClientSetup.resources();
        this.cluster = RedisClusterClient.create(resources, uris);
        cluster.setOptions(ClientSetup.complete(ClusterClientOptions.builder(), timeout, tls)
                .maxRedirects(MAX_REDIRECTS)
                .build());
        this.servers = RedisClient.create(resources);
        servers.setOptions(ClientSetup.options(timeout, tls));
    }

    @Override
    public CompletionStage<RedisSession> connect(SessionListener listener) {
        // Which servers there are may have changed since the last time.
        return cluster.refreshPartitionsAsync()
                .thenCompose(known -> cluster.connectAsync(ByteArrayCodec.INSTANCE))
                .thenCompose(commands -> begin(commands, listener));
    }

    private CompletionStage<RedisSession> begin(
            StatefulRedisClusterConnection<byte[], byte[]> commands, SessionListener listener) {
        ClusterSession session = new ClusterSession(commands, cluster, servers, listener);
        return session.begin().<RedisSession>thenApply(done -> session).whenComplete((done, failure) -> {
            if (failure != null) {
                session.close();
            }
        });
    }

    @Override
    public CompletionStage<Void> shutdown() {
        return CompletableFuture.allOf(
                        cluster.shutdownAsync(0, 1, TimeUnit.SECONDS), servers.shutdownAsync(0, 1, TimeUnit.SECONDS))
                .thenCompose(done -> ClientSetup.shutdown(resources));
    }

    @Override
    public String toString() {
        return Addresses.of(uris);
    }
}
