/**
 * The HTTP API (Pusher Channels, "HTTP API"): {@link dev.reverb.internal.http.HttpApi} finds the route and the application, checks the
 * signature and the rate, and hands over to one class per route.
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.internal.http;
