/**
 * The bus: what one server does to be in step with the others.
 *
 * <pre>
 *   server → RedisBus → Follower (one for each channel, a serial queue) → Standing → state → connection → Redis
 *                     → Publisher → Outbox                              ↗
 *   server ← Follower ← Followers (topic) ← connection ← Redis
 *   server ← FactPump                     ← state      ← connection
 * </pre>
 *
 * <p>Nothing waits, nothing sleeps, and there are no threads of the bus's own: calls run on those of the caller, of the client
 * library's connections, and of the scheduler.
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.scaling.redis.internal.bus;
