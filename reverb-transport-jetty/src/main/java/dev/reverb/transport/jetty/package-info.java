/**
 * Reverb over Jetty 12.1. {@link dev.reverb.transport.jetty.JettyTransport} is where an application starts.
 *
 * <p>Jetty accepts, does HTTP and TLS, and runs the event loops; from the upgrade on, frames are read and written here:
 *
 * <pre>
 *   Jetty's selector ─┬─ request ─▶ ReverbHandler ─┬─ RequestBody ─▶ ServerEndpoint.handle ─▶ JettyResponder
 *                     │                            └─ Upgrade ────▶ JettyConnection ◀── write ── engine
 *                     └─ bytes ───────────────────────────────────▶     │ FrameReader ─▶ ConnectionHandler
 *                                                                  ConnectionLane
 * </pre>
 *
 * <p>On a plain socket of our own server, {@code SocketConnection} stands in the place of {@code JettyConnection}, and of Jetty's
 * endpoint. Where the socket is Jetty's plain one, its selector is the connection's lane, and frames go to the channel itself.
 * Over TLS the lane is the same, and frames go through Jetty's TLS. Whatever else carries the connection (an HTTP/2
 * stream, a Unix socket) gets a lane of the engine.
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.transport.jetty;
