package dev.reverb.spi.transport;

import dev.reverb.spi.websocket.EncodedFrame;

/**
 * A connection that takes one message at a time, for transports whose container does its own framing.
 *
 * <p>The engine never has more than one {@link #send} under way, so it is the engine's queue that grows behind a slow
 * reader, and its limit that applies.
 */
public non-sealed interface MessageConnection extends TransportConnection {

    /**
     * Sends one frame. The transport calls {@link ConnectionHandler#onWritable} once it has been sent, on the lane, never
     * inside this call; where sending failed, {@link ConnectionHandler#onDisconnect}.
     *
     * @param frame a text, ping, pong or close frame; see {@link EncodedFrame#opcode()}
     */
    void send(EncodedFrame frame);
}
