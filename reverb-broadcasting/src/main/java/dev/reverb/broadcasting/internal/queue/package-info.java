/**
 * The queue in memory.
 *
 * <pre>
 *   push ─▶ {@link dev.reverb.broadcasting.internal.queue.Lanes} ─▶ lane of (queue, connection) ─ channel order ─▶ batch ─▶ worker ─▶ delivery
 *                                                  ▲                          │
 *                                                  └── after its backoff ─────┘ failed
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.broadcasting.internal.queue;
