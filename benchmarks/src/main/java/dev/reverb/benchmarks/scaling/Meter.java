package dev.reverb.benchmarks.scaling;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between a node and its Redis, passes everything on, and remembers when how many bytes came from Redis: Redis itself counts
 * them for all of its clients together only. For any thread.
 */
final class Meter implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;

    private final ServerSocket listening;
    private final int redis;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    /** By milliseconds since 1970, how many bytes had come by the end of that one. */
    private final TreeMap<Long, Long> received = new TreeMap<>(Map.of(0L, 0L));

    private Meter(ServerSocket listening, int redis) {
        this.listening = listening;
        this.redis = redis;
    }

    /** Begins to pass on, to a port of the loopback address. */
    static Meter before(int redis) throws IOException {
        ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Meter meter = new Meter(listening, redis);
        start(meter::acceptAll);
        return meter;
    }

    /** Where the node is to find its Redis. */
    int port() {
        return listening.getLocalPort();
    }

    /** The bytes that came from Redis between two moments, in milliseconds since 1970. */
    synchronized long received(long from, long to) {
        return received.floorEntry(to).getValue() - received.floorEntry(from).getValue();
    }

    private synchronized void count(int bytes) {
        received.put(System.currentTimeMillis(), received.lastEntry().getValue() + bytes);
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket node = keep(listening.accept());
                Socket there = keep(new Socket(InetAddress.getLoopbackAddress(), redis));
                start(() -> pass(node, there, false));
                start(() -> pass(there, node, true));
            }
        } catch (IOException closed) {
            // The end.
        }
    }

    private Socket keep(Socket socket) throws IOException {
        sockets.add(socket);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private void pass(Socket from, Socket to, boolean counts) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
                if (counts) {
                    count(length);
                }
                out.write(buffer, 0, length);
            }
        } catch (IOException closed) {
            // The other direction ends with it.
        }
        end(from);
        end(to);
    }

    private void end(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone all the same.
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "meter");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        sockets.forEach(this::end);
    }
}
