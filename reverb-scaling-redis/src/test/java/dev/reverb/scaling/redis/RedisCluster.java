package dev.reverb.scaling.redis;

import io.lettuce.core.MigrateArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A real Redis Cluster of three masters for tests, on free ports of the loopback address, perhaps with a replica; ended with the JVM. */
public final class RedisCluster implements AutoCloseable {

    private static final int NODES = 3;

    private final List<RedisServer> nodes = new ArrayList<>();
    private @Nullable RedisServer replica;

    private RedisCluster() {}

    /** Starts one that forgets everything when it ends. Returns once every node knows where every slot is. */
    public static RedisCluster start() {
        RedisCluster cluster = new RedisCluster();
        try {
            for (int i = 0; i < NODES; i++) {
                cluster.nodes.add(startNode());
            }
            for (int i = 0; i < NODES; i++) {
                cluster.join(i);
            }
            cluster.nodes.forEach(node -> awaitReady(node, NODES));
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** Starts one whose first master has a replica. Returns once that has all that the master has. */
    public static RedisCluster startWithReplica() {
        RedisCluster cluster = start();
        try {
            cluster.addReplica();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static RedisServer startNode() {
        return RedisServer.start(
                "--cluster-enabled", "yes", "--cluster-node-timeout", "1000", "--repl-diskless-sync-delay", "0");
    }

    private void addReplica() {
        RedisServer master = nodes.get(0);
        String masterId = master.ask(redis -> redis.clusterMyId());
        RedisServer added = startNode();
        replica = added;
        added.ask(redis -> redis.clusterMeet("127.0.0.1", master.port()));
        Stream.concat(nodes.stream(), Stream.of(added)).forEach(node -> awaitReady(node, NODES + 1));
        added.ask(redis -> redis.clusterReplicate(masterId));
        Await.until(
                "the replica follows",
                () -> master.ask(redis -> redis.info("replication")).contains("state=online"));
        nodes.forEach(node -> Await.until(
                "all know the replica",
                () -> node.ask(redis -> redis.clusterNodes()).contains("slave " + masterId)));
    }

    /** The masters at the start, in the order of their slots: each has a third of them. */
    public List<RedisServer> nodes() {
        return List.copyOf(nodes);
    }

    /** Where one of them is. */
    public String uri() {
        return nodes.get(0).uri();
    }

    /** The slot of a channel that somebody has subscribed to. */
    public int slotOf(String channel) {
        return nodes.stream()
                .flatMap(node -> node.ask(redis -> redis.pubsubShardChannels("*:t:" + channel)).stream())
                .mapToInt(topic -> SlotHash.getSlot(topic.getBytes(StandardCharsets.ISO_8859_1)))
                .findFirst()
                .orElseThrow();
    }

    /** Moves a slot with its keys from the master that has it to the next, as redis-cli does. */
    public void move(int slot) {
        move(slot, () -> {});
    }

    /**
     * Moves a slot with its keys.
     *
     * @param underWay run when its keys are at the next master, and the slot is not yet
     */
    public void move(int slot, Runnable underWay) {
        int from = slot * NODES / SlotHash.SLOT_COUNT;
        RedisServer source = nodes.get(from);
        RedisServer target = nodes.get((from + 1) % NODES);
        String sourceId = source.ask(redis -> redis.clusterMyId());
        String targetId = target.ask(redis -> redis.clusterMyId());
        target.ask(redis -> redis.clusterSetSlotImporting(slot, sourceId));
        source.ask(redis -> redis.clusterSetSlotMigrating(slot, targetId));
        source.ask(redis -> migrate(redis, slot, target.port()));
        underWay.run();
        target.ask(redis -> redis.clusterSetSlotNode(slot, targetId));
        source.ask(redis -> redis.clusterSetSlotNode(slot, targetId));
    }

    private static boolean migrate(RedisCommands<String, String> source, int slot, int target) {
        List<String> keys = source.clusterGetKeysInSlot(slot, 1_000);
        if (!keys.isEmpty()) {
            source.migrate(
                    "127.0.0.1",
                    target,
                    0,
                    5_000,
                    MigrateArgs.Builder.keys(keys).replace());
        }
        return keys.isEmpty();
    }

    /** Gives a node its slots, and lets the first know of it. */
    private void join(int node) {
        int from = SlotHash.SLOT_COUNT * node / NODES;
        int to = SlotHash.SLOT_COUNT * (node + 1) / NODES;
        nodes.get(node).ask(redis -> {
            redis.clusterAddSlots(IntStream.range(from, to).toArray());
            redis.clusterSetConfigEpoch(node + 1L);
            return node == 0 ? "" : redis.clusterMeet("127.0.0.1", nodes.get(0).port());
        });
    }

    private static void awaitReady(RedisServer node, int count) {
        node.ask(redis -> {
            Await.until(() -> {
                String info = redis.clusterInfo();
                return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + count);
            });
            return true;
        });
    }

    @Override
    public void close() {
        nodes.forEach(RedisServer::close);
        if (replica != null) {
            replica.close();
        }
    }
}
