package dev.reverb.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.spi.websocket.WebSocketHandshake;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server of public channels that does one thing wrong: to its first subscriber, with the fourth event. */
final class FaultyServer implements AutoCloseable {

    enum Fault {
        NONE,
        LOSE,
        DUPLICATE,
        SWAP,
        CHANGE,
        CUT,
        INVENT,
        MISDIRECT,
        FRAGMENT,
        MASK,
        CLOSE,
        BREAK,
        ERROR_EVENT,
        FAIL_PUBLISH,
        IGNORE_PUBLISH,
        REFUSE_UPGRADE
    }

    private static final int FAULTY_EVENT = 3;
    private static final Pattern CHANNEL = Pattern.compile("(load-\\d{6})");
    private static final Pattern DATA = Pattern.compile("\"data\":\"(.*?[^\\\\])\"}");
    private static final Pattern KEY = Pattern.compile("Sec-WebSocket-Key: (\\S+)");
    private static final Pattern LENGTH = Pattern.compile("Content-Length: (\\d+)");

    private record Subscriber(Socket socket, String channel) {}

    private final Fault fault;
    private final ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
    private int events;
    private String held = "";

    FaultyServer(Fault fault) throws IOException {
        this.fault = fault;
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "faulty-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                if (head.startsWith("POST")) {
                    publish(new String(in.readNBytes(Integer.parseInt(find(LENGTH, head))), UTF_8), socket);
                } else {
                    converse(socket, in, find(KEY, head));
                    return;
                }
            }
        } catch (IOException closed) {
            // By the client, or by the end of the test.
        }
    }

    private static String head(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            head.append((char) b);
            if (head.length() >= 4 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                return head.toString();
            }
        }
        return "";
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    private void converse(Socket socket, DataInputStream in, String key) throws IOException {
        if (fault == Fault.REFUSE_UPGRADE) {
            write(socket, "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
            return;
        }
        String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + WebSocketHandshake.accept(key) + "\r\n\r\n";
        write(socket, answer.getBytes(UTF_8));
        send(socket, "{\"event\":\"pusher:connection_established\",\"data\":\"{\\\"socket_id\\\":\\\"12.34\\\"}\"}");
        while (true) {
            int first = in.readUnsignedByte();
            String message = message(in);
            if (first == 0x88) {
                write(socket, new byte[] {(byte) 0x88, 2, 3, (byte) 0xE8});
                return;
            }
            subscribers.add(new Subscriber(socket, find(CHANNEL, message)));
            send(socket, "{\"event\":\"pusher_internal:subscription_succeeded\",\"data\":\"{}\"}");
        }
    }

    /** The rest of a masked frame. */
    private static String message(DataInputStream in) throws IOException {
        int length = in.readUnsignedByte() & 0x7F;
        length = length == 126 ? in.readUnsignedShort() : length;
        byte[] mask = in.readNBytes(4);
        byte[] bytes = in.readNBytes(length);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= mask[i % 4];
        }
        return new String(bytes, UTF_8);
    }

    private synchronized void publish(String body, Socket publisher) throws IOException {
        String channel = find(CHANNEL, body);
        List<Subscriber> reached = subscribers.stream()
                .filter(subscriber -> subscriber.channel.equals(channel))
                .toList();
        boolean faulty = !reached.isEmpty() && events++ == FAULTY_EVENT;
        if (faulty && fault == Fault.IGNORE_PUBLISH) {
            return;
        }
        if (faulty && fault == Fault.FAIL_PUBLISH) {
            write(publisher, "HTTP/1.1 500 Broken\r\nContent-Length: 4\r\n\r\noops".getBytes(UTF_8));
            return;
        }
        String message = "{\"event\":\"ev\",\"channel\":\"" + channel + "\",\"data\":\"" + find(DATA, body) + "\"}";
        for (int i = 0; i < reached.size(); i++) {
            deliver(reached.get(i).socket, message, faulty && i == 0, i == 0);
        }
        write(publisher, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".getBytes(UTF_8));
    }

    private void deliver(Socket socket, String message, boolean faulty, boolean first) throws IOException {
        if (!faulty || fault == Fault.NONE) {
            send(socket, message);
            if (first && !held.isEmpty()) {
                send(socket, held);
                held = "";
            }
            return;
        }
        switch (fault) {
            case DUPLICATE -> {
                send(socket, message);
                send(socket, message);
            }
            case SWAP -> held = message;
            case CHANGE -> send(socket, message.replace("abcdefg", "abcDefg"));
            case CUT -> send(socket, message.replace("abcdefg", "abcefg"));
            case INVENT -> send(socket, message.replace("seq:0", "seq:1"));
            case MISDIRECT -> send(socket, message.replace("ch:000000", "ch:000001"));
            case FRAGMENT -> write(socket, new byte[] {0x01, 1, 'x'});
            case MASK -> write(socket, new byte[] {(byte) 0x81, (byte) 0x80, 0, 0, 0, 0});
            case CLOSE -> write(socket, new byte[] {(byte) 0x88, 2, 0x10, 0x04});
            case BREAK -> socket.close();
            case ERROR_EVENT -> send(socket, "{\"event\":\"pusher:error\",\"data\":{\"code\":4301}}");
            default -> {}
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        byte[] payload = text.getBytes(UTF_8);
        byte[] frame = new byte[payload.length + 4];
        frame[0] = (byte) 0x81;
        int header = 2;
        if (payload.length < 126) {
            frame[1] = (byte) payload.length;
        } else {
            frame[1] = 126;
            frame[2] = (byte) (payload.length >> 8);
            frame[3] = (byte) payload.length;
            header = 4;
        }
        System.arraycopy(payload, 0, frame, header, payload.length);
        write(socket, Arrays.copyOf(frame, header + payload.length));
    }

    private static void write(Socket socket, byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        synchronized (socket) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
