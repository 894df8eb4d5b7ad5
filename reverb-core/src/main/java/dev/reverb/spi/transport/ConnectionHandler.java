package dev.reverb.spi.transport;

/**
 * What the engine wants to know of one connection. Implemented by the engine, called by the transport, always on the
 * connection's lane, one call at a time. No method blocks or throws.
 *
 * <p>{@link #onDisconnect} is the last call and comes exactly once for every connection, however it ended.
 */
public interface ConnectionHandler {

    /**
     * A whole text message. Its bytes are valid UTF-8 and within the limit; they may be reused after the call.
     *
     * @param utf8 an array that holds the message
     * @param offset where it starts
     * @param length how many bytes it has, possibly 0
     */
    void onText(byte[] utf8, int offset, int length);

    /**
     * A whole text message that is compressed (RFC 7692), as it came: the engine inflates it, within the limit, and closes where it
     * cannot. Comes only from a {@link RawConnection} that {@linkplain RawConnection#isCompressed says so}. A handler that does not
     * implement this takes it for a violation.
     *
     * @param deflated an array that holds the message, its fragments together; may be reused after the call
     * @param offset where it starts
     * @param length how many bytes it has
     */
    default void onCompressedText(byte[] deflated, int offset, int length) {
        onViolation(1002, "Compression was not negotiated.");
    }

    /**
     * A WebSocket ping. The engine sends the pong; a transport whose container does that by itself calls
     * {@link #onPong} instead, as a sign of life.
     *
     * @param payload an array that holds the payload, which the pong must repeat
     * @param offset where it starts
     * @param length 0 to 125 bytes
     */
    void onPing(byte[] payload, int offset, int length);

    /** A WebSocket pong, solicited or not. */
    void onPong();

    /**
     * The peer's Close frame, valid by RFC 6455 section 5.5.1. The engine answers it and disconnects.
     *
     * @param code the status code, or 1005 where there was none
     */
    void onClose(int code);

    /**
     * The peer broke RFC 6455 or a limit. The engine closes with the code; the transport delivers no more messages.
     *
     * @param closeCode 1002 protocol error, 1003 binary data, 1007 invalid UTF-8, 1009 too large
     * @param reason what was wrong, for the Close frame and the log; at most 123 bytes
     */
    void onViolation(int closeCode, String reason);

    /** What was written or sent has been taken, and there is room for more. Comes only after there was not. */
    void onWritable();

    /** The connection is gone. Nothing can be sent or will be received any more. */
    void onDisconnect();
}
