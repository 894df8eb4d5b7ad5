/**
 * Everything that is data in Redis: the keys, the scripts that change them, and the messages on the topics. Nothing here
 * knows connections, time-outs or replicas; the bus does, and calls this.
 *
 * <pre>
 *   bus → Presence, Subscriptions, Topics, Snapshots   one channel
 *       → FactOutbox, NodePart, TakeOver               one bucket: 1/256 of an application's channels
 *       → Leases, Connections                          the cluster, an application
 *             ↓
 *         Scripts (*.lua)  →  Redis: one script changes what lies in one slot
 * </pre>
 *
 * <p>Keys, their lifetimes and the messages' format are a promise between versions: docs/scaling.md.
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.scaling.redis.internal.state;
