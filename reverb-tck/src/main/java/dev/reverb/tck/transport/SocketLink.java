package dev.reverb.tck.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A {@link ClientLink} over TCP, or TLS over TCP, to the loopback address. */
public final class SocketLink implements ClientLink {

    private static final int SMALL_BUFFER = 16 * 1024;

    /** In milliseconds. */
    private static final int GOODBYE = 100;

    private final Socket tcp;
    private final Socket socket;

    private SocketLink(Socket tcp, Socket socket) {
        this.tcp = tcp;
        this.socket = socket;
    }

    /**
     * Connects over TCP.
     *
     * @param port the transport's port
     * @return the connection
     * @throws IOException where it is refused
     */
    public static SocketLink plain(int port) throws IOException {
        Socket tcp = tcp(port);
        return new SocketLink(tcp, tcp);
    }

    /**
     * Connects over TLS.
     *
     * @param port the transport's port
     * @param context trusts the transport's certificate
     * @return the connection, its handshake done
     * @throws IOException where it is refused
     */
    public static SocketLink tls(int port, SSLContext context) throws IOException {
        Socket tcp = tcp(port);
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(tcp, "localhost", port, true);
        tls.startHandshake();
        return new SocketLink(tcp, tls);
    }

    private static Socket tcp(int port) throws IOException {
        Socket tcp = new Socket();
        tcp.setTcpNoDelay(true);
        // So that a client that does not read is noticed by the server after few bytes.
        tcp.setReceiveBufferSize(SMALL_BUFFER);
        tcp.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return tcp;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    @Override
    public int read(byte[] buffer, Duration timeout) throws IOException {
        socket.setSoTimeout((int) Math.max(1, timeout.toMillis()));
        return socket.getInputStream().read(buffer);
    }

    @Override
    public void reset() throws IOException {
        tcp.setSoLinger(true, 0);
        tcp.close();
    }

    @Override
    public void close() throws IOException {
        try {
            if (!tcp.isClosed()) {
                // TLS waits for the peer's goodbye, which does not come from one that is told not to read.
                socket.setSoTimeout(GOODBYE);
            }
            socket.close();
        } catch (SocketException alreadyGone) {
            tcp.close();
        }
    }
}
