package dev.reverb.examples.nio;

import java.io.IOException;

/** What a {@link NioSocket} is at present. All calls come in the socket's loop; where one fails, the socket is closed. */
interface SocketHandler {

    /** Bytes have arrived, or never will. */
    void onReadable() throws IOException;

    /** The socket has room again. */
    void onWritable() throws IOException;

    /** The socket's deadline has passed. */
    void onDeadline() throws IOException;

    /** The socket has been closed, whoever did it. */
    void onGone();
}
