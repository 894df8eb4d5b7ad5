package dev.reverb.scaling.redis.internal.state;

import dev.reverb.spi.Scheduler;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.concurrent.CompletionStage;

/**
 * The data of one installation in one Redis, seen through one connection: what the bus asks for, by topic. Safe for any thread.
 *
 * <p>No method throws, waits or repeats a command; all stages complete exceptionally with what Lettuce says where Redis is away, does
 * not answer in time, or refuses. Whether a change that failed so was made is not known; each can be repeated, and answers then as if it
 * had just been made. Stages complete on the connection's thread: what hangs on them must not block.
 *
 * <p>Two calls made one after the other are carried out in that order, as long as both concern the same bucket, and {@link #load} has
 * completed since the last connect.
 *
 * <p>Changes for a node are numbered by the node: each with a higher number than the one before, in one bucket at least. What comes with a
 * lower number than Redis knows has been overtaken, on a connection that was given up, and fails with {@link OvertakenException};
 * the same number again is a repeat.
 *
 * <p>A node's changes are refused once it is {@linkplain Outcome#FENCED fenced}. Before its first change in a bucket, and before
 * its first {@link Connections#set}, it must have {@linkplain Leases#enter entered} there: else nobody would clear up after it.
 */
public final class RedisState {

    private final Scripts scripts;
    private final Presence presence;
    private final Subscriptions subscriptions;
    private final Topics topics;
    private final Snapshots snapshots;
    private final FactOutbox facts;
    private final NodePart parts;
    private final TakeOver takeOver;
    private final Leases leases;
    private final Connections connections;

    /**
     * Makes the view.
     *
     * @param commands a connection to a standalone Redis or to a Cluster, with {@link io.lettuce.core.codec.ByteArrayCodec}
     * @param keys the names of all keys
     * @param cluster whether it is a Cluster, whose topics are sharded
     * @param time {@link RedisTime#SERVER}, except in tests
     * @param scheduler says when to try again what a slot on its way has refused
     */
    public RedisState(
            RedisClusterAsyncCommands<byte[], byte[]> commands,
            KeySpace keys,
            boolean cluster,
            RedisTime time,
            Scheduler scheduler) {
        scripts = new Scripts(commands, new WriteOrder(commands, scheduler), cluster);
        Topics.Command publish = cluster ? Topics.Command.SPUBLISH : Topics.Command.PUBLISH;
        ChannelScripts calls = new ChannelScripts(keys, publish, time);
        presence = new Presence(scripts, calls);
        subscriptions = new Subscriptions(scripts, calls);
        topics = new Topics(scripts, calls);
        snapshots = new Snapshots(scripts, calls);
        facts = new FactOutbox(scripts, time);
        parts = new NodePart(scripts);
        takeOver = new TakeOver(scripts, presence, subscriptions, time);
        leases = new Leases(scripts, keys, time);
        connections = new Connections(scripts, keys, time);
    }

    /** Makes the scripts known to Redis: before anything else, and again after each reconnect. */
    public CompletionStage<Void> load() {
        return scripts.load();
    }

    /** Who is on a presence channel. */
    public Presence presence() {
        return presence;
    }

    /** How many subscriptions a channel has. */
    public Subscriptions subscriptions() {
        return subscriptions;
    }

    /** What is sent to those who follow a channel. */
    public Topics topics() {
        return topics;
    }

    /** Channels as they are now. */
    public Snapshots snapshots() {
        return snapshots;
    }

    /** Facts that wait to be passed on. */
    public FactOutbox facts() {
        return facts;
    }

    /** What Redis has of a node. */
    public NodePart parts() {
        return parts;
    }

    /** Clearing up after a node. */
    public TakeOver takeOver() {
        return takeOver;
    }

    /** Who is in the cluster. */
    public Leases leases() {
        return leases;
    }

    /** How many connections an application has. */
    public Connections connections() {
        return connections;
    }
}
