/**
 * What an application imports to broadcast: events, channels, and the {@link dev.reverb.broadcasting.Broadcaster} that sends them.
 *
 * <pre>
 *   your thread                                                  │ threads of the queue
 *   event ─▶ Broadcaster ─ rendered, encrypted, split ─▶ messages ─▶ {@link dev.reverb.broadcasting.spi.BroadcastQueue queue} ─▶ {@link dev.reverb.broadcasting.connection connection} ─▶ server
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.broadcasting;
