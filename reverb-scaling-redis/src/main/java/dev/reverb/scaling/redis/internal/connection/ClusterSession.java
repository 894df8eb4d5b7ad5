package dev.reverb.scaling.redis.internal.connection;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Connections to all masters of a Redis Cluster. One that breaks ends the session, though the others could go on: it is rare, and a node
 * that is half there would be half wrong in ways that nobody can predict.
 *
 * <p>A topic is subscribed to on the server that has its slot, all those of a slot with one command. Where that server says that the slot is
 * another's by now, it is asked for anew, and the command repeated there.
 */
final class ClusterSession implements RedisSession {

    private static final int MAX_ATTEMPTS = 5;

    private final StatefulRedisClusterConnection<byte[], byte[]> commands;
    private final RedisClusterClient cluster;
    private final RedisClient servers;
    private final SessionListener listener;
    private final Map<String, CompletableFuture<ShardTopics>> shards = new ConcurrentHashMap<>();
    private final Map<String, ShardTopics> subscribed = new ConcurrentHashMap<>();
    private final AtomicBoolean over = new AtomicBoolean();

    ClusterSession(
            StatefulRedisClusterConnection<byte[], byte[]> commands,
            RedisClusterClient cluster,
            RedisClient servers,
            SessionListener listener) {
        this.commands = commands;
        this.cluster = cluster;
        this.servers = servers;
        this.listener = listener;
    }

    /** Connects to every master that has slots. */
    CompletionStage<Void> begin() {
        return all(masters().stream().map(this::shard).toList());
    }

    private List<RedisClusterNode> masters() {
        return cluster.getPartitions().stream()
                .filter(node -> node.getRole().isUpstream() && !node.getSlots().isEmpty())
                .toList();
    }

    private CompletableFuture<ShardTopics> shard(RedisClusterNode node) {
        return shards.computeIfAbsent(
                node.getNodeId(),
                id -> ShardTopics.connect(servers, node.getUri(), new Owner())
                        .thenApply(this::closedWhereOver)
                        .toCompletableFuture());
    }

    /** One that is there after this session has ended would stay forever. */
    private ShardTopics closedWhereOver(ShardTopics shard) {
        if (over.get()) {
            shard.close();
        }
        return shard;
    }

    @Override
    public RedisClusterAsyncCommands<byte[], byte[]> commands() {
        return commands.async();
    }

    @Override
    public boolean isSharded() {
        return true;
    }

    @Override
    public void subscribe(List<String> topics) {
        bySlot(topics).forEach((slot, names) -> subscribe(slot, names, 1));
    }

    private void subscribe(int slot, List<String> names, int attempt) {
        at(slot).thenCompose(shard -> {
                    names.forEach(name -> subscribed.put(name, shard));
                    return shard.subscribe(names);
                })
                .whenComplete((done, failure) -> {
                    if (failure != null && attempt < MAX_ATTEMPTS && !over.get()) {
                        cluster.refreshPartitionsAsync()
                                .whenComplete((known, ignored) -> subscribe(slot, names, attempt + 1));
                    } else if (failure != null) {
                        lose("a subscription failed: " + LossReason.of(failure));
                    }
                });
    }

    @Override
    public void unsubscribe(List<String> topics) {
        Map<ShardTopics, Map<Integer, List<String>>> where = new HashMap<>();
        for (String topic : topics) {
            ShardTopics shard = subscribed.get(topic);
            if (shard == null) {
                listener.onUnsubscribed(this, topic);
            } else {
                where.computeIfAbsent(shard, ignored -> new HashMap<>())
                        .computeIfAbsent(slot(topic), ignored -> new ArrayList<>())
                        .add(topic);
            }
        }
        where.forEach((shard, slots) -> slots.values()
                .forEach(names -> shard.unsubscribe(names).whenComplete((done, failure) -> {
                    if (failure != null) {
                        lose("leaving a topic failed: " + LossReason.of(failure));
                    }
                })));
    }

    private static Map<Integer, List<String>> bySlot(Collection<String> topics) {
        Map<Integer, List<String>> slots = new HashMap<>();
        topics.forEach(topic ->
                slots.computeIfAbsent(slot(topic), ignored -> new ArrayList<>()).add(topic));
        return slots;
    }

    private static int slot(String topic) {
        return SlotHash.getSlot(topic.getBytes(StandardCharsets.ISO_8859_1));
    }

    private CompletionStage<ShardTopics> at(int slot) {
        RedisClusterNode node = cluster.getPartitions().getMasterBySlot(slot);
        return node == null
                ? CompletableFuture.failedFuture(new IllegalStateException("no server has slot " + slot))
                : shard(node);
    }

    @Override
    public CompletionStage<Long> subscribers(String topic) {
        return at(slot(topic)).thenCompose(shard -> shard.subscribers(topic));
    }

    @Override
    public CompletionStage<Void> caughtUp(String topic) {
        ShardTopics shard = subscribed.get(topic);
        return shard == null
                ? CompletableFuture.completedFuture(null)
                : shard.ping().thenApply(pong -> null);
    }

    @Override
    public CompletionStage<Void> ping() {
        List<CompletionStage<?>> answers = new ArrayList<>();
        for (CompletableFuture<ShardTopics> shard : shards.values()) {
            answers.add(shard.thenCompose(ShardTopics::ping));
        }
        for (RedisClusterNode node : masters()) {
            // By its address, as Lettuce finds the connection of a slot's commands.
            RedisURI uri = node.getUri();
            answers.add(commands.getConnectionAsync(uri.getHost(), uri.getPort())
                    .thenCompose(connection -> connection.async().ping()));
        }
        return all(answers);
    }

    @Override
    public CompletionStage<Void> close() {
        return over.compareAndSet(false, true) ? closeAll() : CompletableFuture.completedFuture(null);
    }

    private CompletionStage<Void> closeAll() {
        List<CompletionStage<?>> closing = new ArrayList<>();
        closing.add(commands.closeAsync());
        shards.values()
                .forEach(shard ->
                        closing.add(shard.handle((open, failure) -> open).thenCompose(ClusterSession::close)));
        return all(closing);
    }

    private static CompletionStage<Void> close(@Nullable ShardTopics shard) {
        return shard == null ? CompletableFuture.completedFuture(null) : shard.close();
    }

    private void lose(String reason) {
        if (over.compareAndSet(false, true)) {
            closeAll();
            listener.onLost(this, reason);
        }
    }

    private static CompletionStage<Void> all(List<? extends CompletionStage<?>> stages) {
        return CompletableFuture.allOf(
                stages.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new));
    }

    private final class Owner implements ShardTopics.Owner {

        @Override
        public void onMessage(String topic, byte[] message) {
            listener.onTopicMessage(ClusterSession.this, topic, message);
        }

        @Override
        public void onSubscribed(String topic) {
            listener.onSubscribed(ClusterSession.this, topic);
        }

        @Override
        public void onUnsubscribed(String topic) {
            subscribed.remove(topic);
            listener.onUnsubscribed(ClusterSession.this, topic);
        }

        @Override
        public void onDisconnected() {
            lose("a connection broke");
        }
    }
}
