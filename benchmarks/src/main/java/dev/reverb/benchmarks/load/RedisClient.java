package dev.reverb.benchmarks.load;

import static dev.reverb.benchmarks.load.ByteText.ascii;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Asks a Redis 7 what it has done. Waits for the answer, which takes less than a millisecond. */
final class RedisClient implements Closeable {

    private static final byte[] INFO = ascii("INFO cpu stats commandstats\r\n");
    private static final int TIMEOUT_MILLIS = 5_000;

    private final Socket socket = new Socket();
    private final DataInputStream in;

    /** What it has received from us, and what it had sent to us by the time that it made its last answer. */
    private long sent;

    private long received;

    RedisClient(InetSocketAddress redis) throws IOException {
        socket.connect(redis, TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    /** What it has done so far, all clients but this one together. */
    RedisUsage usage() {
        try {
            socket.getOutputStream().write(INFO);
            sent += INFO.length;
            String head = line();
            if (!head.startsWith("$")) {
                throw new IOException("Redis answered " + head);
            }
            byte[] text = new byte[Integer.parseInt(head.substring(1))];
            in.readFully(text);
            String end = line();
            RedisUsage usage = RedisUsage.parse(new String(text, UTF_8)).without(sent, received);
            received += head.length() + 2 + text.length + end.length() + 2;
            return usage;
        } catch (IOException e) {
            throw new UncheckedIOException("Redis does not answer", e);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            line.append((char) next);
        }
        line.setLength(Math.max(0, line.length() - 1));
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
