package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.RedisServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Says single commands to Redis, past the bus: each on a connection of its own. */
final class RawRedis {

    private final int port;

    RawRedis(RedisServer redis) {
        port = redis.port();
    }

    /** Runs a command; the answer as texts. */
    List<String> run(String... command) {
        List<byte[]> parts = new ArrayList<>();
        for (String part : command) {
            parts.add(part.getBytes(StandardCharsets.ISO_8859_1));
        }
        return run(parts);
    }

    void publish(String topic, byte[] message) {
        run(List.of(
                "PUBLISH".getBytes(StandardCharsets.US_ASCII), topic.getBytes(StandardCharsets.ISO_8859_1), message));
    }

    private List<String> run(List<byte[]> command) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(("*" + command.size() + "\r\n").getBytes(StandardCharsets.US_ASCII));
            for (byte[] part : command) {
                out.writeBytes(("$" + part.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.writeBytes(part);
                out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            socket.getOutputStream().write(out.toByteArray());
            List<String> answer = new ArrayList<>();
            read(socket.getInputStream(), answer);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(InputStream in, List<String> answer) throws IOException {
        String line = line(in);
        char type = line.charAt(0);
        if (type == '*') {
            int length = Integer.parseInt(line.substring(1));
            for (int i = 0; i < length; i++) {
                read(in, answer);
            }
        } else if (type == '$') {
            int length = Integer.parseInt(line.substring(1));
            answer.add(new String(in.readNBytes(Math.max(0, length)), StandardCharsets.ISO_8859_1));
            line(in);
        } else if (type == '-') {
            throw new IOException(line);
        } else {
            answer.add(line.substring(1));
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("Redis has closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
