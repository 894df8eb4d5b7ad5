/**
 * Connections and the lanes that they live on.
 *
 * <pre>
 *   transport ─▶ {@link dev.reverb.internal.connection.Connection} ─▶ {@link dev.reverb.internal.connection.ConnectionListener} (protocol)
 *   channels  ─▶ {@link dev.reverb.internal.connection.Connection} ─▶ {@link dev.reverb.internal.connection.OutboundQueue} ─▶ transport
 * </pre>
 *
 * Imports neither the protocol nor channels.
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.internal.connection;
