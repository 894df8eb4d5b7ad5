/**
 * Broadcasting in a servlet container: {@link dev.reverb.broadcasting.servlet.BroadcastingServlet} authorizes channels, {@link
 * dev.reverb.broadcasting.servlet.SocketIdFilter} says whose request is at hand. Needs {@code jakarta.servlet-api} 6.0 or later.
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.broadcasting.servlet;
