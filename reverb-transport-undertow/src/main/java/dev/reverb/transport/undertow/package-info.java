/**
 * Reverb over Undertow 2.4. {@link dev.reverb.transport.undertow.UndertowTransport} is where an application starts.
 *
 * <p>Undertow accepts, does HTTP and TLS, and runs the event loops, which are XNIO's I/O threads; from the upgrade on,
 * frames are read and written here:
 *
 * <pre>
 *   I/O thread ─┬─ request ─▶ ReverbHandler ─┬─ RequestBody ─▶ ServerEndpoint.handle ─▶ UndertowResponder
 *               │                            └─ Upgrade ────▶ UndertowConnection ◀── write ── engine
 *               └─ bytes ───────────────────────────────────▶       │ FrameReader ─▶ ConnectionHandler
 *                                                                XnioLane
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.transport.undertow;
