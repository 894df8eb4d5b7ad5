/**
 * Serves Reverb in Jakarta containers. {@link dev.reverb.transport.jakarta.JakartaTransport} is where an application starts.
 *
 * <pre>
 *   container's thread                                             lane
 *   filter → upgrade → session's endpoint → bounded queue →  connection  → engine
 *   filter → exchange → body ────────────────────────────────────────────→ engine
 *
 *   container ← sendText ←────────────────────────────────── connection  ← engine
 *   container ← close, ping, answer ← reverb-jakarta- threads ←───────────  engine
 * </pre>
 *
 * The container does HTTP, TLS and all framing. What it calls goes to the connection's lane first; what it may block in is
 * called on threads of the transport's own.
 */
package dev.reverb.transport.jakarta;
