package dev.reverb.server.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A load balancer of the simplest kind: passes the bytes of each connection to the node that is set when it opens. */
final class Relay implements AutoCloseable {

    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile int nodePort;

    private Relay(ServerSocket listener, int nodePort) {
        this.listener = listener;
        this.nodePort = nodePort;
    }

    static Relay to(RunningServer node) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.bind(new InetSocketAddress(ServerTransport.ADDRESS, 0));
        Relay relay = new Relay(listener, node.port());
        begin("accept", relay::accept);
        return relay;
    }

    String url(String path) {
        return "http://" + ServerTransport.ADDRESS + ":" + listener.getLocalPort() + path;
    }

    /** From now on, new connections go to this node. */
    void passTo(RunningServer node) {
        nodePort = node.port();
    }

    /** Breaks all connections, as a network does: nobody gets to say goodbye. */
    void cut() {
        sockets.forEach(Relay::reset);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                sockets.add(client);
                begin("connect", () -> connect(client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void connect(Socket client) {
        try {
            Socket node = new Socket(InetAddress.getByName(ServerTransport.ADDRESS), nodePort);
            sockets.add(node);
            begin("to node", () -> pass(client, node));
            begin("to client", () -> pass(node, client));
        } catch (IOException refused) {
            reset(client);
        }
    }

    private void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException broken) {
            reset(from);
            reset(to);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException alreadyClosed) {
            // That is what was wanted.
        }
    }

    private static void begin(String name, Runnable task) {
        Thread thread = new Thread(task, "relay: " + name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        cut();
    }
}
