package dev.reverb.spi.transport;

import java.nio.ByteBuffer;

/**
 * A connection that takes finished WebSocket frames as bytes: the fast way, since one encoded frame, or several joined
 * ones, serve all subscribers.
 */
public non-sealed interface RawConnection extends TransportConnection {

    /**
     * Writes what the socket takes now.
     *
     * <p>Where it returns false some bytes are left in the buffer or on their way inside the transport (as TLS records);
     * then nothing more may be written until {@link ConnectionHandler#onWritable} has been called. The buffer belongs to
     * the caller again when this method returns, so a transport copies what it must keep.
     *
     * <p>A connection that is broken or closed takes everything and returns true; {@link ConnectionHandler#onDisconnect}
     * tells the engine.
     *
     * @param frames whole frames, or the rest of some; its position is advanced by what was taken
     * @return whether all was taken and more may be written
     */
    boolean write(ByteBuffer frames);

    /**
     * Whether {@code permessage-deflate} without context takeover was negotiated (RFC 7692), so that the client takes compressed
     * frames and may send some. Asked while the engine takes over; the answer does not change.
     *
     * @return true where the upgrade was answered with {@link dev.reverb.spi.websocket.WebSocketHandshake#extensions}; false by
     *     default
     */
    default boolean isCompressed() {
        return false;
    }
}
