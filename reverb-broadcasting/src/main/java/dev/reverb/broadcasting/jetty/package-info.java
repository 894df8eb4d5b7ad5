/**
 * Broadcasting in Jetty 12.1, without servlets: {@link dev.reverb.broadcasting.jetty.BroadcastingHandler} authorizes channels, {@link
 * dev.reverb.broadcasting.jetty.SocketIdHandler} says whose request is at hand. Needs {@code jetty-server}.
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.broadcasting.jetty;
