/**
 * The scaling kit: what every back-end must pass that joins servers to a cluster. Its author extends {@link
 * dev.reverb.tck.scaling.ScalingKit} with JUnit, and gives it a {@link dev.reverb.tck.scaling.ClusterUnderTest}. {@link
 * dev.reverb.tck.InMemoryCluster} passes it.
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.tck.scaling;
