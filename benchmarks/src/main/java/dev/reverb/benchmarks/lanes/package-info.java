/**
 * How the engine scales over lanes, without sockets: each lane is a thread, each connection a fake whose write takes as long as a
 * kernel would. {@link dev.reverb.benchmarks.lanes.LaneScaling} runs it.
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.benchmarks.lanes;
