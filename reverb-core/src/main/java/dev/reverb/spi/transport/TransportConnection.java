package dev.reverb.spi.transport;

/**
 * One open WebSocket connection, as the transport implements it for the engine. It is either a {@link RawConnection},
 * which takes finished frames as bytes, or a {@link MessageConnection}, which takes one message at a time.
 *
 * <p>All methods are called on {@link #lane()} only, and none blocks.
 */
public sealed interface TransportConnection permits RawConnection, MessageConnection {

    /**
     * The lane of this connection; the same one for as long as it lives.
     *
     * @return the lane
     */
    Lane lane();

    /**
     * Stops reading: after this call no {@link ConnectionHandler#onText}, {@code onPing} or {@code onPong} comes until
     * {@link #resumeReading}, not even for bytes already read. That the peer is gone may still be reported.
     */
    void pauseReading();

    /** Goes on after {@link #pauseReading}. What waits is delivered on a later turn of the lane, not in this call. */
    void resumeReading();

    /**
     * Sets the largest message that the peer may send, its fragments together. Beyond it the transport reports
     * {@link ConnectionHandler#onViolation} with 1009. Until it is set, {@value #INITIAL_MAX_MESSAGE_SIZE} holds.
     *
     * @param bytes the limit, at least 1
     */
    void setMaxMessageSize(int bytes);

    /** The limit on messages until {@link #setMaxMessageSize} has been called, in bytes. */
    int INITIAL_MAX_MESSAGE_SIZE = 10_000;

    /**
     * Closes the connection now, without a closing handshake: that has been done, or is not worth waiting for. Bytes
     * taken before are still delivered where the system can, also to a peer that is still sending: a system that resets a
     * connection which is closed with bytes unread needs a transport that throws those away for a while. Calling it again
     * does nothing.
     * {@link ConnectionHandler#onDisconnect} follows, on a later turn of the lane.
     */
    void disconnect();
}
