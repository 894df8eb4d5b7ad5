package dev.reverb.scaling.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** The network between a node and Redis, to be cut, to fall silent, and to be put right again. */
public final class TcpProxy implements AutoCloseable {

    /** Which of a node's connections. */
    public enum Kind {
        /** Has not subscribed to anything. */
        COMMANDS,
        /** Has subscribed. */
        TOPICS
    }

    private static final byte[] SUBSCRIBE = "SUBSCRIBE\r\n".getBytes(StandardCharsets.US_ASCII);

    private final int target;
    private final ServerSocket listening;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Object gate = new Object();
    private final AtomicLong received = new AtomicLong();
    private final Set<Kind> held = EnumSet.noneOf(Kind.class);
    private int waiting;
    private volatile boolean cut;

    public TcpProxy(int target) {
        this.target = target;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run("proxy-accept", this::accept);
    }

    public String uri() {
        return "redis://127.0.0.1:" + listening.getLocalPort();
    }

    /** Breaks all connections, and every new one at once. */
    public void cut() {
        cut = true;
        sockets.forEach(TcpProxy::close);
        sockets.clear();
    }

    /** Lets connections through again. */
    public void mend() {
        cut = false;
    }

    /** Lets connections be, and nothing through. */
    public void silence() {
        hold(Kind.COMMANDS, Kind.TOPICS);
    }

    /** Lets through what came meanwhile, and all the rest. */
    public void speak() {
        release(Kind.COMMANDS, Kind.TOPICS);
    }

    /** Lets nothing through on some connections, in both directions. */
    public void hold(Kind... kinds) {
        synchronized (gate) {
            held.addAll(List.of(kinds));
        }
    }

    /** Lets through what came meanwhile, and all the rest. */
    public void release(Kind... kinds) {
        synchronized (gate) {
            List.of(kinds).forEach(held::remove);
            gate.notifyAll();
        }
    }

    /** Whether something has come that is held. */
    public boolean isHolding() {
        synchronized (gate) {
            return waiting > 0;
        }
    }

    /** How many bytes Redis has sent. */
    public long received() {
        return received.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                if (cut) {
                    client.close();
                } else {
                    connect(client);
                }
            }
        } catch (IOException closed) {
            cut();
        }
    }

    private void connect(Socket client) {
        try {
            Socket server = new Socket();
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            sockets.add(client);
            sockets.add(server);
            AtomicReference<Kind> kind = new AtomicReference<>(Kind.COMMANDS);
            run("proxy-out", () -> pump(client, server, new AtomicLong(), kind));
            run("proxy-in", () -> pump(server, client, received, kind));
        } catch (IOException refused) {
            close(client);
        }
    }

    private void pump(Socket from, Socket to, AtomicLong count, AtomicReference<Kind> kind) {
        byte[] buffer = new byte[16_384];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (contains(buffer, length)) {
                    kind.set(Kind.TOPICS);
                }
                await(kind);
                count.addAndGet(length);
                out.write(buffer, 0, length);
            }
        } catch (IOException broken) {
            // As a network does.
        } finally {
            close(from);
            close(to);
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static boolean contains(byte[] buffer, int length) {
        for (int from = 0; from + SUBSCRIBE.length <= length; from++) {
            if (Arrays.equals(buffer, from, from + SUBSCRIBE.length, SUBSCRIBE, 0, SUBSCRIBE.length)) {
                return true;
            }
        }
        return false;
    }

    private void await(AtomicReference<Kind> kind) {
        synchronized (gate) {
            waiting++;
            try {
                while (held.contains(kind.get())) {
                    gate.wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                waiting--;
            }
        }
    }

    private static void run(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException ignored) {
            // It is closed all the same.
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
        speak();
    }
}
