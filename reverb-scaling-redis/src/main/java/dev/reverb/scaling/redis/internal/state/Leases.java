package dev.reverb.scaling.redis.internal.state;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Who is in the cluster: each node has a lease that it renews, and what it has entered is known, so that others can clear up after it.
 * Redis's clock decides when a lease is over; but until another node has {@linkplain #seize seized} what it had, a late renewal
 * still counts.
 */
public final class Leases {

    /** What became of a renewal. */
    public enum Renewal {
        /** The lease goes on. */
        RENEWED,
        /** Redis did not know the node, which is in the cluster now: it is new, or Redis has lost its memory. */
        JOINED,
        /** The node was given up for dead, and must come back as another. */
        FENCED
    }

    /** Whether a node may make changes in a bucket. */
    public enum Entry {
        /** It may. */
        ENTERED,
        /** Redis does not know the node: it must {@linkplain #renew renew} its lease first, and put its part back. */
        UNKNOWN,
        /** The node was given up for dead, and must come back as another. */
        FENCED
    }

    /** Whether a node is another's to clear up after. */
    public enum Claim {
        /** It is: until the hold is over. */
        SEIZED,
        /** The lease is not over after all. */
        ALIVE,
        /** Another node is about it. */
        HELD
    }

    /**
     * A node to clear up after.
     *
     * @param claim whether it may be done
     * @param buckets where the node may have something
     */
    public record Seizure(Claim claim, List<Bucket> buckets) {}

    /** How many expired leases are told at a time. */
    public static final int MAX_EXPIRED = 100;

    private final Scripts scripts;
    private final KeySpace keys;
    private final RedisTime time;

    Leases(Scripts scripts, KeySpace keys, RedisTime time) {
        this.scripts = scripts;
        this.keys = keys;
        this.time = time;
    }

    /**
     * Renews a lease, or takes one.
     *
     * @param lease how long it is, from now
     */
    public CompletionStage<Renewal> renew(NodeId node, Duration lease) {
        return scripts.run(new ScriptCall(Script.RENEW_LEASE, time)
                        .key(leases())
                        .key(fence(node))
                        .with(node.value())
                        .with(lease.toMillis()))
                .thenApply(reply -> Renewal.values()[code(reply)]);
    }

    /**
     * Says that a node is going to make changes in some buckets. Once for each bucket is enough, until Redis loses its memory.
     *
     * @param buckets at least one
     */
    public CompletionStage<Entry> enter(NodeId node, Collection<Bucket> buckets) {
        ScriptCall call = new ScriptCall(Script.ENTER, time)
                .key(leases())
                .key(fence(node))
                .key(entered(node))
                .with(node.value());
        buckets.forEach(bucket -> call.with(bucket.toString()));
        return scripts.run(call).thenApply(reply -> Entry.values()[code(reply)]);
    }

    /** The nodes whose lease is over, at most {@value #MAX_EXPIRED} of them. */
    public CompletionStage<List<NodeId>> expired() {
        return scripts.run(new ScriptCall(Script.EXPIRED, time).key(leases()).with(MAX_EXPIRED))
                .thenApply(reply -> reply.stream().map(Leases::node).toList());
    }

    /**
     * Gives a node up for dead whose lease is over, or that another has given up before: from here on it can enter nowhere and not
     * renew.
     *
     * @param by who will clear up after it
     * @param hold for how long no other node is to do so, in case this one does not get it done; measured by Redis, whatever the time that
     *     scripts are given
     */
    public CompletionStage<Seizure> seize(NodeId dead, NodeId by, Duration hold) {
        return seize(dead, by, hold, false);
    }

    /**
     * Leaves: as {@link #seize}, by the node itself and whatever its lease.
     *
     * @param hold for how long no other node is to clear up after it
     */
    public CompletionStage<Seizure> leave(NodeId node, Duration hold) {
        return seize(node, node, hold, true);
    }

    private CompletionStage<Seizure> seize(NodeId node, NodeId by, Duration hold, boolean leaves) {
        return scripts.run(new ScriptCall(Script.SEIZE, time)
                        .key(leases())
                        .key(fence(node))
                        .key(entered(node))
                        .key(hold(node))
                        .with(node.value())
                        .with(by.value())
                        .with(hold.toMillis())
                        .with(leaves))
                .thenApply(reply -> new Seizure(
                        Claim.values()[code(reply)],
                        reply.stream()
                                .skip(1)
                                .map(bucket -> keys.bucketNamed(Wtf8.decode((byte[]) bucket)))
                                .toList()));
    }

    /** Strikes a node off the list, once nothing of it is left in any of its buckets. Its fences stay. */
    public CompletionStage<Void> forget(NodeId node) {
        return scripts.run(new ScriptCall(Script.FORGET, time)
                        .key(leases())
                        .key(fence(node))
                        .key(entered(node))
                        .key(hold(node))
                        .with(node.value()))
                .thenApply(reply -> null);
    }

    /** All nodes that have a lease, over or not. */
    public CompletionStage<Set<NodeId>> nodes() {
        return scripts.run(leases(), commands -> commands.zrange(leases(), 0, -1))
                .thenApply(nodes -> nodes.stream().map(Leases::node).collect(Collectors.toSet()));
    }

    private byte[] leases() {
        return keys.ofCluster("leases");
    }

    private byte[] fence(NodeId node) {
        return keys.ofCluster("f:" + node);
    }

    private byte[] entered(NodeId node) {
        return keys.ofCluster("e:" + node);
    }

    private byte[] hold(NodeId node) {
        return keys.ofCluster("h:" + node);
    }

    private static int code(List<?> reply) {
        return Math.toIntExact((Long) reply.get(0));
    }

    private static NodeId node(Object name) {
        return new NodeId(Wtf8.decode((byte[]) name));
    }
}
