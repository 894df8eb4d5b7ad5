package dev.reverb.scaling.redis.internal.state;

import java.util.List;

/**
 * What a node is to pass on, of one bucket.
 *
 * @param outcome {@code DONE} or {@code FENCED}
 * @param batches in their order; empty where there is nothing, or where another node is passing on what there is
 * @param dueIn milliseconds until there will be more; zero: there is now (ask again once a batch is finished); negative: nothing is
 *     waiting, or it is another node's
 * @param lost how many facts were dropped since the last claim, the oldest first, as too many were waiting
 */
public record FactClaim(Outcome outcome, List<FactBatch> batches, long dueIn, long lost) {}
