package dev.reverb.spi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A webhook on a socket that does what a test says, also what no HTTP server would. */
final class SocketHook implements AutoCloseable {

    /** What came in. */
    record Received(String head, byte[] body) {

        String firstLine() {
            return head.lines().findFirst().orElseThrow();
        }
    }

    /** Answers one request. Whatever it throws ends the connection. */
    interface Behaviour {
        void answer(OutputStream out, Connection connection) throws IOException;
    }

    /** The connection of a request. */
    record Connection(InputStream in, CompletableFuture<Void> endedByClient) {

        /** Waits until the client closes it. */
        void awaitEnd() {
            try {
                while (in.read() >= 0) {}
            } catch (IOException reset) {
                // Closed as well.
            }
            endedByClient.complete(null);
        }
    }

    private final ServerSocket socket;
    private final Behaviour behaviour;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CompletableFuture<Void> endedByClient = new CompletableFuture<>();

    SocketHook(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    /** One that answers with these bytes, and keeps the connection. */
    static SocketHook answering(String answer) throws IOException {
        return new SocketHook((out, connection) -> out.write(answer.getBytes(ISO_8859_1)));
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "socket-hook");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                connections.incrementAndGet();
                sockets.add(client);
                daemon(() -> serve(client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            Connection connection = new Connection(in, endedByClient);
            for (String head = readHead(in); !head.isEmpty(); head = readHead(in)) {
                received.add(new Received(head, in.readNBytes(contentLength(head))));
                behaviour.answer(out, connection);
                out.flush();
            }
        } catch (IOException ended) {
            endedByClient.complete(null);
        }
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                return "";
            }
            head.append((char) c);
        }
        return head.toString();
    }

    private static int contentLength(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line ->
                        Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElse(0);
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + path);
    }

    List<Received> received() {
        return received;
    }

    int connections() {
        return connections.get();
    }

    CompletableFuture<Void> endedByClient() {
        return endedByClient;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket client : sockets) {
            client.close();
        }
    }
}
