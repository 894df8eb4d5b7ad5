package dev.reverb.tck.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;

/** Requests that no client library would send, over TCP to the loopback address. Waits for up to ten seconds. */
public final class RawHttp {

    private static final int TIMEOUT = 10_000;

    private RawHttp() {}

    /**
     * The request that opens a WebSocket.
     *
     * @param target the path, and the query if there is one
     * @return the request, for HTTP/1.1
     */
    public static String upgrade(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    }

    /**
     * Sends a request and reads until the server closes.
     *
     * @param port the server's
     * @param request what to send, in ISO 8859-1
     * @return everything that came
     * @throws IOException where the server takes too long or resets the connection
     */
    public static String exchange(int port, String request) throws IOException {
        try (Socket socket = send(port, request)) {
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    /**
     * Sends a request and reads the head of the answer.
     *
     * @param port the server's
     * @param request what to send, in ISO 8859-1
     * @return the head, with the empty line behind it
     * @throws IOException where the server takes too long, or closes the connection
     */
    public static String head(int port, String request) throws IOException {
        try (Socket socket = send(port, request)) {
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("The server closed behind: " + head);
                }
                head.append((char) next);
            }
            return head.toString();
        }
    }

    private static Socket send(int port, String request) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT);
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        return socket;
    }
}
