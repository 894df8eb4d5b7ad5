/**
 * A server in a test, without sockets, threads or waiting.
 *
 * <pre>
 *   {@link dev.reverb.tck.PusherClient} ──▶ {@link dev.reverb.tck.InMemoryClient} ──▶ {@link dev.reverb.tck.InMemoryTransport} ──▶ {@link dev.reverb.ReverbServer}
 *   {@link dev.reverb.tck.SignedRequest} ─▶ {@link dev.reverb.tck.InMemoryRequest} ──────────┘ runs {@link dev.reverb.tck.ManualLane}s       │
 *                                                                    {@link dev.reverb.tck.FakeClock} ◀── time, timers ┘
 * </pre>
 *
 * <p>{@link dev.reverb.tck.ReverbTester} puts these together, and {@link dev.reverb.tck.Dialogue} plays scripts on it.
 * {@link dev.reverb.tck.InMemoryCluster} joins several servers to one.
 * For measuring instead of testing there are {@link dev.reverb.tck.CountingTransport} and {@link dev.reverb.tck.Allocation}.
 * Assertions throw {@link java.lang.AssertionError}, so that any test framework can run them.
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.tck;
