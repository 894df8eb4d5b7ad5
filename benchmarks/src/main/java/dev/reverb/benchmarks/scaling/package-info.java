/**
 * What a cluster over Redis costs.
 *
 * <pre>
 *   Scaling ── ScalingOptions ── Part (what is measured) ── Cluster ─┬─ ServerProcess   the first core: a Redis and its nodes
 *      │                                                             ├─ Generator       the second one
 *      │                                                             └─ Meter           between Redis and the last node
 *      └── Report ── Row ── Cost ── Markdown
 * </pre>
 *
 * <p>{@link dev.reverb.benchmarks.scaling.StandIn} is the node on which most members of a large presence channel are.
 */
@NullMarked
package dev.reverb.benchmarks.scaling;

import org.jspecify.annotations.NullMarked;
