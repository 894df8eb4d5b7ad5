package dev.reverb.scaling.redis;

import io.lettuce.core.cluster.SlotHash;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A real Redis Cluster of three masters for tests, on free ports of the loopback address; ended with the JVM. */
public final class RedisCluster implements AutoCloseable {

    private static final int NODES = 3;

    private final List<RedisServer> nodes = new ArrayList<>();

    private RedisCluster() {}

    /** Starts one that forgets everything when it ends. Returns once every node knows where every slot is. */
    public static RedisCluster start() {
        RedisCluster cluster = new RedisCluster();
        try {
            for (int i = 0; i < NODES; i++) {
                cluster.nodes.add(RedisServer.start("--cluster-enabled", "yes", "--cluster-node-timeout", "2000"));
            }
            for (int i = 0; i < NODES; i++) {
                cluster.join(i);
            }
            cluster.nodes.forEach(RedisCluster::awaitReady);
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** The nodes, in the order of their slots: each has a third of them. */
    public List<RedisServer> nodes() {
        return List.copyOf(nodes);
    }

    /** Where one of them is. */
    public String uri() {
        return nodes.get(0).uri();
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

    private static void awaitReady(RedisServer node) {
        node.ask(redis -> {
            Await.until(() -> {
                String info = redis.clusterInfo();
                return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + NODES);
            });
            return true;
        });
    }

    @Override
    public void close() {
        nodes.forEach(RedisServer::close);
    }
}
