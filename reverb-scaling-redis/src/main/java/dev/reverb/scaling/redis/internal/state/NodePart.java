package dev.reverb.scaling.redis.internal.state;

import dev.reverb.channel.ChannelName;
import io.lettuce.core.MapScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What Redis has of a node. A node that was cut off asks for the number of its last change in each bucket: where that is the last that
 * it has made there, and none has failed, its part is whole; else it puts its part back, by setting the subscriptions of its channels,
 * adding its users, and taking out what Redis has beyond.
 */
public final class NodePart {

    private final Scripts scripts;

    NodePart(Scripts scripts) {
        this.scripts = scripts;
    }

    /**
     * The number of the last change in a bucket that Redis has of a node. It is stored with the change, in the same
     * step.
     *
     * @return the number; zero where Redis knows of none
     */
    public CompletionStage<Long> operation(Bucket bucket, NodeId node) {
        byte[] key = bucket.operation(node);
        return scripts.run(key, commands -> commands.get(key))
                .thenApply(number -> number == null ? 0L : Long.parseLong(Wtf8.decode(number)));
    }

    /**
     * The channels of a bucket on which Redis thinks a node has subscriptions or users. Read in several steps: what changes
     * meanwhile may be in it or not.
     *
     * @return by name: the number of subscriptions
     * @see Presence#ofNode
     */
    public CompletionStage<Map<ChannelName, Integer>> channels(Bucket bucket, NodeId node) {
        return channels(bucket.part(node), ScanCursor.INITIAL, new HashMap<>());
    }

    private CompletionStage<Map<ChannelName, Integer>> channels(
            byte[] key, ScanCursor from, Map<ChannelName, Integer> found) {
        return scripts.run(key, commands -> commands.hscan(key, from, ScanArgs.Builder.limit(Snapshots.PAGE)))
                .thenCompose(page -> {
                    add(page, found);
                    return page.isFinished()
                            ? CompletableFuture.completedFuture(found)
                            : channels(key, ScanCursor.of(page.getCursor()), found);
                });
    }

    private static void add(MapScanCursor<byte[], byte[]> page, Map<ChannelName, Integer> found) {
        page.getMap()
                .forEach((channel, count) -> found.put(ChannelName.of(Wtf8.decode(channel)), Snapshots.number(count)));
    }
}
