/**
 * Single paths of the engine, measured with JMH by {@code benchmarks/paths}: time and allocated bytes of one operation, without
 * sockets and without threads. Each benchmark first checks that an operation does what it is named for.
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.benchmarks.paths;
