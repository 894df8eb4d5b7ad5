/**
 * What carries bytes between clients and the engine.
 *
 * <pre>
 *   socket → {@link dev.reverb.spi.transport.Transport} → {@link dev.reverb.spi.transport.ServerEndpoint}      (one per server)
 *                    │ upgrade                                 │ connect
 *                    ▼                                         ▼
 *   bytes  → {@link dev.reverb.spi.websocket.FrameReader} → {@link dev.reverb.spi.transport.ConnectionHandler}   (one per connection, the engine's side)
 *   bytes  ← {@link dev.reverb.spi.transport.RawConnection} or {@link dev.reverb.spi.transport.MessageConnection}       (one per connection, the transport's side)
 * </pre>
 *
 * <p>A transport only translates: it accepts sockets, does HTTP and TLS, and hands over whole messages. Channels,
 * limits, close codes and time-outs of the protocol are the engine's. All calls about one connection, in both
 * directions, are made on that connection's {@link dev.reverb.spi.transport.Lane}.
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.spi.transport;
