package dev.reverb.transport.jetty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;

/** Requests that no client library would send. */
final class RawHttp {

    private RawHttp() {}

    static String upgrade(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    }

    /** Sends a request and reads until the server closes. */
    static String exchange(int port, String request) throws IOException {
        try (Socket socket = send(port, request)) {
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    /** Sends a request and reads the head of the answer. */
    static String head(int port, String request) throws IOException {
        try (Socket socket = send(port, request)) {
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.read());
            }
            return head.toString();
        }
    }

    private static Socket send(int port, String request) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        return socket;
    }
}
