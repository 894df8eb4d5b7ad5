/**
 * A transport on {@code java.nio}: HTTP/1.1 and WebSockets, without TLS.
 *
 * <pre>
 *   {@link dev.reverb.examples.nio.NioTransport}   accepts sockets and deals them out
 *          ▼
 *   EventLoop      one thread and its selector: a lane
 *          ▼
 *   SocketHandler  what a socket is at present, one after the other:
 *                  HttpConnection ──101──▶ WebSocketConnection ──disconnect──▶ Lingering
 *                  HttpConnection ──Connection: close────────────────────────▶ Lingering
 * </pre>
 */
package dev.reverb.examples.nio;
