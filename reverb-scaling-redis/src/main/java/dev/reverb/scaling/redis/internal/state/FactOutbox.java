package dev.reverb.scaling.redis.internal.state;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Facts for webhooks and cluster-wide listeners, from the scripts that make them to the node that passes them on.
 *
 * <pre>
 *   begins (occupied, added) ─────────────────────────┐
 *                                                     ↓
 *   ends (vacated, removed) → pending → grace over → outbox → claimed batch → finished
 *                                ↑                                 ↓
 *                  its opposite: neither is told      node fenced: the next node's, same id
 * </pre>
 *
 * <p>A bucket has one claimer at a time, until all that it has claimed is finished; so facts of a channel are passed on in their order.
 */
public final class FactOutbox {

    /** How many facts a batch has at most. */
    public static final int MAX_BATCH = 100;

    /** How many batches of a bucket a node may be passing on at the same time. */
    public static final int MAX_CLAIMED = 4;

    /** How many facts may wait in a bucket's outbox; past that the oldest are dropped. */
    public static final int MAX_WAITING = 10_000;

    private final Scripts scripts;
    private final RedisTime time;

    FactOutbox(Scripts scripts, RedisTime time) {
        this.scripts = scripts;
        this.time = time;
    }

    /**
     * Takes facts to pass them on.
     *
     * @param holding the sequences of the batches of this bucket that the node has and has not finished; any others that Redis thinks it
     *     has are in the answer again
     */
    public CompletionStage<FactClaim> claim(Bucket bucket, NodeId node, Collection<Long> holding) {
        ScriptCall call = new ScriptCall(Script.CLAIM_FACTS, time)
                .factKeys(bucket, node)
                .with(node.value())
                .with(MAX_BATCH)
                .with(MAX_CLAIMED);
        holding.forEach(call::with);
        return scripts.run(call).thenCompose(reply -> withoutEmpty(FactReader.claim(bucket, reply)));
    }

    /** Finishes what is only of types that a later version has brought: nobody here could pass it on. */
    private CompletionStage<FactClaim> withoutEmpty(FactClaim claim) {
        List<FactBatch> known = claim.batches().stream()
                .filter(batch -> !batch.facts().isEmpty())
                .toList();
        CompletableFuture<?>[] others = claim.batches().stream()
                .filter(batch -> batch.facts().isEmpty())
                .map(batch -> finish(batch).toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(others)
                .thenApply(done -> new FactClaim(claim.outcome(), known, claim.dueIn(), claim.lost()));
    }

    /**
     * Says that a batch was passed on, or given up. Whoever has it meanwhile, it is told to nobody again.
     *
     * @return whether it was still there
     */
    public CompletionStage<Boolean> finish(FactBatch batch) {
        return scripts.run(new ScriptCall(Script.FINISH_FACTS, time)
                        .key(batch.bucket().claims())
                        .with(batch.sequence()))
                .thenApply(reply -> (Long) reply.get(0) == 1);
    }

    /**
     * Gives all back that a node has claimed and not finished; the next claimer gets it, with the same ids.
     *
     * @return completes when Redis knows
     */
    public CompletionStage<Void> giveBack(Bucket bucket, NodeId node) {
        return scripts.run(new ScriptCall(Script.RELEASE_FACTS, time)
                        .key(bucket.claims())
                        .with(node.value()))
                .thenApply(reply -> null);
    }
}
