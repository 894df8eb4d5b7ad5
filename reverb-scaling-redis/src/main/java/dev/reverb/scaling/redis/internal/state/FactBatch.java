package dev.reverb.scaling.redis.internal.state;

import dev.reverb.spi.scaling.ClusterFact;
import java.util.List;

/**
 * Facts that a node is to pass on.
 *
 * @param bucket where they happened
 * @param sequence later batches of the bucket have higher ones
 * @param facts at least one, in their order
 */
public record FactBatch(Bucket bucket, long sequence, List<ClusterFact> facts) {

    /** The id under which they are passed on: the same whoever does it, and no other batch's. */
    public String id() {
        return bucket.idPrefix() + sequence;
    }
}
