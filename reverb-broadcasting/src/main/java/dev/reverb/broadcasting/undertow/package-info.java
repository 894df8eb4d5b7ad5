/**
 * Broadcasting in Undertow 2.4: {@link dev.reverb.broadcasting.undertow.BroadcastingHandler} authorizes channels, {@link
 * dev.reverb.broadcasting.undertow.SocketIdHandler} says whose request is at hand. Needs {@code undertow-core}.
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.broadcasting.undertow;
