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
        private int underWay;
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
        changes.underWay++;
        return change.apply(operation).whenComplete((answer, failure) -> answered(changes, failure != null));
    }

    private synchronized void answered(Changes changes, boolean failed) {
        changes.underWay--;
        changes.failed |= failed;
    }

    /**
     * Whether Redis has made all changes of a bucket.
     *
     * @param known the number of the last that it knows of
     */
    synchronized boolean isWhole(Bucket bucket, long known) {
        Changes changes = buckets.get(bucket);
        return changes == null || !changes.failed && changes.underWay == 0 && changes.last == known;
    }

    /** A bucket's part is about to be put back: what is made from here on counts. */
    synchronized void forget(Bucket bucket) {
        buckets.remove(bucket);
    }

    /** Another incarnation begins: nothing of the last one's counts. */
    synchronized void clear() {
        buckets.clear();
    }
}
