package dev.reverb.scaling.redis.internal.state;

import java.util.concurrent.CompletionStage;

/** How many connections an application has, all nodes together. */
public final class Connections {

    private final Scripts scripts;
    private final KeySpace keys;
    private final RedisTime time;

    Connections(Scripts scripts, KeySpace keys, RedisTime time) {
        this.scripts = scripts;
        this.keys = keys;
        this.time = time;
    }

    /** The bucket that a node must have entered before it says how many connections it has. */
    public Bucket bucket(String appId) {
        return keys.home(appId);
    }

    /**
     * Says how many connections a node has.
     *
     * @param count zero or more
     * @return {@code DONE} or {@code FENCED}
     */
    public CompletionStage<Outcome> set(String appId, NodeId node, int count) {
        if (count < 0) {
            throw new IllegalArgumentException("A node cannot have " + count + " connections");
        }
        Bucket bucket = bucket(appId);
        return scripts.run(new ScriptCall(Script.SET_CONNECTIONS, time)
                        .key(bucket.fence(node))
                        .key(bucket.connections())
                        .with(node.value())
                        .with(count))
                .thenApply(reply -> Outcome.of(reply.get(0)));
    }

    /** How many connections there are. */
    public CompletionStage<Integer> total(String appId) {
        byte[] key = bucket(appId).connections();
        return scripts.run(key, commands -> commands.hvals(key))
                .thenApply(counts -> counts.stream().mapToInt(Snapshots::number).sum());
    }
}
