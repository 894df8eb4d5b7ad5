/**
 * The Pusher Channels protocol, version 7: what a client's frames mean and how they are answered. {@link
 * dev.reverb.internal.protocol.ProtocolEngine} lets connections in; {@link dev.reverb.internal.protocol.ClientSession} is the protocol's table.
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.internal.protocol;
