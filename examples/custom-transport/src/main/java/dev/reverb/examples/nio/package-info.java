/**
 * A transport on {@code java.nio}: HTTP/1.1 and WebSockets, without TLS.
 *
 * <pre>
 *   {@link dev.reverb.examples.nio.NioTransport}   accepts sockets and deals them out
 *        ▼
 *   EventLoop      a thread and its selector: a lane
 *        ▼
 *   NioSocket      one thing after another: HttpConnection ──101──▶ WebSocketConnection
 *                                           HttpConnection ──close▶ Lingering
 * </pre>
 */
package dev.reverb.examples.nio;
