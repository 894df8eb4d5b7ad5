package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.internal.state.Bucket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;

/**
 * The numbers of this node's changes, and for each bucket what became of them: after an outage, Redis has all of them where the last
 * that it knows of is the last that was made and none has failed. Safe for any thread.
 */
final class Operations {

    private static final class Changes {
        private long last;
        private boolean failed;
    }

    private final Map<Bucket, Changes> buckets = new HashMap<>();
    private long number;

    /**
     * Makes a change with the next number. No other change is numbered before it has been written.
     *
     * @param bucket where
     * @param change writes the change with its number; must not wait
     * @return the answer
     */
    synchronized <T> CompletionStage<T> number(Bucket bucket, LongFunction<CompletionStage<T>> change) {
        long operation = ++number;
        Changes changes = buckets.computeIfAbsent(bucket, ignored -> new Changes());
        changes.last = operation;
        return change.apply(operation).whenComplete((answer, failure) -> {
            if (failure != null) {
                failed(bucket);
            }
        });
    }

    private synchronized void failed(Bucket bucket) {
        buckets.computeIfAbsent(bucket, ignored -> new Changes()).failed = true;
    }

    /**
     * Whether Redis has made all changes of a bucket.
     *
     * @param known the number of the last that it knows of
     */
    synchronized boolean isWhole(Bucket bucket, long known) {
        Changes changes = buckets.get(bucket);
        return changes == null || !changes.failed && changes.last == known;
    }

    /** What a bucket lacked is about to be said again. */
    synchronized void forget(Bucket bucket) {
        buckets.remove(bucket);
    }
}
