/**
 * The transport kit: what every transport must pass. A transport's author extends {@link
 * dev.reverb.tck.transport.WebSocketTransportKit} and {@link dev.reverb.tck.transport.HttpTransportKit} with JUnit, and
 * gives them a {@link dev.reverb.tck.transport.TransportUnderTest}.
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.tck.transport;
