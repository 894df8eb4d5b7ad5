package dev.reverb.broadcasting.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.ClientAuthorizer;
import dev.reverb.channel.Member;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** A client that sees the very bytes of each frame (RFC 6455, 5.2). Used by one thread at a time. */
final class RawClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;
    private final DataInputStream in;
    private final ClientAuthorizer authorizer;
    private final String socketId;

    /** A frame: its bytes, and its payload as text. */
    record Frame(String bytes, String text) {

        Map<?, ?> message() {
            return JsonMapper.shared().readValue(text, Map.class);
        }

        String event() {
            return (String) message().get("event");
        }

        String channel() {
            return (String) message().get("channel");
        }

        String data() {
            return (String) message().get("data");
        }
    }

    RawClient(int port, String key, ClientAuthorizer authorizer) throws IOException {
        this.authorizer = authorizer;
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        socket.getOutputStream()
                .write(("GET /app/" + key
                                + "?protocol=7 HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                        .getBytes(ISO_8859_1));
        while (!readLine().isEmpty()) {
            // The head of the answer.
        }
        Map<?, ?> hello = JsonMapper.shared().readValue(next().data(), Map.class);
        socketId = (String) hello.get("socket_id");
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.readUnsignedByte(); b != '\n'; b = in.readUnsignedByte()) {
            line.write(b);
        }
        return line.toString(ISO_8859_1).strip();
    }

    String socketId() {
        return socketId;
    }

    RawClient subscribe(String channel) throws IOException {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("channel", channel);
        if (channel.startsWith("presence-")) {
            data.putAll(json(authorizer.authorizeChannel(socketId, channel, new Member("7", Optional.empty()))));
        } else if (channel.startsWith("private-")) {
            data.put(
                    "auth", json(authorizer.authorizeChannel(socketId, channel)).get("auth"));
        }
        send(JsonMapper.shared().writeValueAsString(Map.of("event", "pusher:subscribe", "data", data)));
        Frame answer = next();
        if (!answer.event().equals("pusher_internal:subscription_succeeded")) {
            throw new AssertionError("Not subscribed: " + answer.text());
        }
        return this;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> json(String text) {
        return JsonMapper.shared().readValue(text, Map.class);
    }

    /** With a mask of zeros, which leaves the payload as it is. */
    private void send(String text) throws IOException {
        byte[] payload = text.getBytes(UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(8 + payload.length);
        frame.put((byte) 0x81);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        }
        frame.putInt(0).put(payload);
        socket.getOutputStream().write(frame.array(), 0, frame.position());
    }

    /** Waits for the next frame. */
    Frame next() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.write(in.readUnsignedByte());
        int length = in.readUnsignedByte();
        head.write(length);
        int extended = length == 126 ? 2 : length == 127 ? 8 : 0;
        byte[] more = in.readNBytes(extended);
        head.writeBytes(more);
        for (int i = 0; i < extended; i++) {
            length = i == 0 ? more[0] & 0xff : length << 8 | more[i] & 0xff;
        }
        byte[] payload = in.readNBytes(length);
        return new Frame(
                HexFormat.of().formatHex(head.toByteArray()) + HexFormat.of().formatHex(payload),
                new String(payload, UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
