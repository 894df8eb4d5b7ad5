/**
 * What a cluster's nodes and its Redis have to carry, simulated: connections at random on nodes, a node listens to a channel's
 * topic while it has a subscriber, publishes go to the nodes that listen.
 *
 * <pre>
 *   {@link dev.reverb.benchmarks.cluster.Mix} ─ channels, their sizes and rates ─▶ {@link dev.reverb.benchmarks.cluster.Simulation} ─▶ {@link dev.reverb.benchmarks.cluster.Traffic} ─▶ tables
 * </pre>
 *
 * Nothing is kept per connection: which node it is on follows from its number, and so do the members of a channel.
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.benchmarks.cluster;
