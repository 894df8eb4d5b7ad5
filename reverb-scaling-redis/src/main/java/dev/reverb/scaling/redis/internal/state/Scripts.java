package dev.reverb.scaling.redis.internal.state;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Runs scripts by their digest, and sends the text where Redis does not know it. Calls are carried out in the order in which they are
 * made, except while Redis gets to know a script; so {@link #load} comes first, after each connect. Safe for any thread.
 */
final class Scripts {

    private final RedisClusterAsyncCommands<byte[], byte[]> commands;
    private final WriteOrder order;
    private final boolean cluster;

    /**
     * Of a connection.
     *
     * @param cluster whether it is one to a Cluster, where each key has a slot
     */
    Scripts(RedisClusterAsyncCommands<byte[], byte[]> commands, WriteOrder order, boolean cluster) {
        this.commands = commands;
        this.order = order;
        this.cluster = cluster;
    }

    /** Makes all scripts known to Redis, in a Cluster to each of its servers that has slots. */
    CompletionStage<Void> load() {
        return CompletableFuture.allOf(Arrays.stream(Script.values())
                .map(script -> load(script.text()).toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    private CompletionStage<?> load(byte[] text) {
        // Lettuce itself would ask all servers of a Cluster, also those that have died and whose slots another has
        // taken over.
        return commands instanceof RedisAdvancedClusterAsyncCommands<byte[], byte[]> cluster
                ? cluster.nodes(Scripts::hasSlots).commands().scriptLoad(text)
                : commands.scriptLoad(text);
    }

    private static boolean hasSlots(RedisClusterNode server) {
        return server.is(NodeFlag.UPSTREAM) && !server.getSlots().isEmpty();
    }

    CompletionStage<List<?>> run(ScriptCall call) {
        byte[][] keys = call.keys();
        byte[][] arguments = call.arguments();
        Script script = call.script();
        int slot = slot(keys[0]);
        return order.<List<?>>write(
                        slot, () -> commands.evalsha(script.digest(), ScriptOutputType.MULTI, keys, arguments))
                .handle((reply, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.<List<?>>completedFuture(reply);
                    }
                    return isUnknown(failure)
                            ? order.<List<?>>write(
                                    slot, () -> commands.eval(script.text(), ScriptOutputType.MULTI, keys, arguments))
                            : CompletableFuture.<List<?>>failedFuture(failure);
                })
                .thenCompose(reply -> reply);
    }

    /**
     * Runs a command that is no script; behind those before, and within the same bound.
     *
     * @param key or topic, which it is about
     */
    <T> CompletionStage<T> run(
            byte[] key, Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<T>> command) {
        return order.write(slot(key), () -> command.apply(commands));
    }

    private int slot(byte[] key) {
        return cluster ? SlotHash.getSlot(key) : WriteOrder.NO_SLOT;
    }

    private static boolean isUnknown(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof RedisNoScriptException;
    }
}
