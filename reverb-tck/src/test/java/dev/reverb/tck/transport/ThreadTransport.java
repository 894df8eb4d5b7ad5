package dev.reverb.tck.transport;

import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.ServerEndpoint;
import dev.reverb.spi.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A transport on plain threads and blocking sockets, as simple as one can be: it tries the kit out, and the engine's own
 * lanes. It has no event loop, and sends one message at a time.
 */
final class ThreadTransport implements Transport {

    private final Set<ThreadConnection> connections = ConcurrentHashMap.newKeySet();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final int wantedPort;
    private ServerSocket server;

    ThreadTransport(int port) {
        this.wantedPort = port;
    }

    @Override
    public String name() {
        return "threads";
    }

    @Override
    public void start(ServerEndpoint endpoint) throws IOException {
        server = new ServerSocket(wantedPort, 50, InetAddress.getLoopbackAddress());
        daemon("accept", () -> accept(endpoint));
    }

    private void accept(ServerEndpoint endpoint) {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                daemon("connection", () -> serve(endpoint, socket));
            }
        } catch (IOException stopped) {
            // The port has been closed.
        }
    }

    private void serve(ServerEndpoint endpoint, Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            new ThreadHttp(this, endpoint, socket).serve();
        } catch (IOException | InterruptedException gone) {
            // The client has ended the connection, or this transport has.
        } finally {
            sockets.remove(socket);
        }
    }

    void opened(ThreadConnection connection) {
        connections.add(connection);
    }

    void ended(ThreadConnection connection) {
        connections.remove(connection);
    }

    static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, "threads-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public List<Lane> lanes() {
        return List.of();
    }

    @Override
    public int port() {
        return server.getLocalPort();
    }

    @Override
    public void stopAccepting() {
        try {
            server.close();
        } catch (IOException ignored) {
            // It is closed.
        }
    }

    @Override
    public void stop() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException ignored) {
                // It is closed.
            }
        }
        connections.forEach(ThreadConnection::awaitEnd);
    }
}
