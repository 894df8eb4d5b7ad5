/**
 * The WebSocket codec (RFC 6455, and RFC 7692 for compressed messages) for raw transports, ours and yours: the opening handshake, a
 * reader of clients' frames, and finished server-side frames. It knows bytes only: no sockets, no threads, no Pusher.
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.spi.websocket;
