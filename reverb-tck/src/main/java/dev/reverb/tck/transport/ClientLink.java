package dev.reverb.tck.transport;

import java.io.IOException;
import java.time.Duration;

/**
 * A client's connection to a transport, in bytes: whatever they are, they go out as they were given. Used by one thread.
 */
public interface ClientLink extends AutoCloseable {

    /**
     * Sends bytes, as far as the system lets them, in one segment.
     *
     * @param bytes what to send
     * @throws IOException where the connection is gone
     */
    void write(byte[] bytes) throws IOException;

    /**
     * Reads what has arrived, waiting for the first byte.
     *
     * @param buffer where to
     * @param timeout for how long to wait at most
     * @return how many bytes were read, or -1 where the server has ended the connection
     * @throws java.net.SocketTimeoutException where nothing arrived in time
     * @throws IOException where the connection was reset
     */
    int read(byte[] buffer, Duration timeout) throws IOException;

    /**
     * Ends the connection without a word, as a system does that has crashed (a reset, where there is TCP).
     *
     * @throws IOException where that fails
     */
    void reset() throws IOException;

    /**
     * Ends the connection in order (a FIN, where there is TCP), but without a WebSocket closing handshake.
     *
     * @throws IOException where that fails
     */
    @Override
    void close() throws IOException;
}
