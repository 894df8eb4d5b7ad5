package dev.reverb.server;

import dev.reverb.ClientAuthorizer;
import dev.reverb.application.Application;
import dev.reverb.channel.Member;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A client for a {@link Rehearsal}, over a bare socket: the JDK's own client would have the archive filled with itself. It
 * knows just as much of HTTP/1.1 and of WebSocket (RFC 6455) as short texts need. Not thread-safe.
 */
final class RehearsalGuest implements Closeable {

    private static final int PATIENCE_MILLIS = 10_000;
    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;
    private static final int MASKED = 0x80;
    private static final int TWO_BYTE_LENGTH = 126;

    private static final String PUBLIC = "rehearsal";
    private static final String PRIVATE = "private-rehearsal";
    private static final String PRESENCE = "presence-rehearsal";

    private static final Pattern SOCKET_ID = Pattern.compile("socket_id\\\\\":\\\\\"([\\d.]+)");
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    private RehearsalGuest(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = socket.getOutputStream();
    }

    /** Connects for HTTP requests. */
    static RehearsalGuest connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return new RehearsalGuest(socket);
    }

    /** Connects and subscribes to a channel of each kind. */
    static RehearsalGuest join(int port, String key, ClientAuthorizer authorizer, String userId) throws IOException {
        RehearsalGuest guest = connect(port);
        guest.write("GET /app/" + key + "?protocol=7 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\n"
                + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        guest.head();
        String socketId = group(SOCKET_ID, guest.await("pusher:connection_established"));
        guest.subscribe(PUBLIC, "{}");
        guest.subscribe(PRIVATE, authorizer.authorizeChannel(socketId, PRIVATE));
        guest.subscribe(
                PRESENCE, authorizer.authorizeChannel(socketId, PRESENCE, new Member(userId, Optional.empty())));
        return guest;
    }

    private void subscribe(String channel, String authorization) throws IOException {
        String rest = authorization.substring(1);
        send("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"" + channel + "\""
                + (rest.equals("}") ? rest : "," + rest) + "}");
        await("subscription_succeeded");
    }

    /** Sends a client event to the private channel. */
    void whisper(int number) throws IOException {
        send("{\"event\":\"client-whispered\",\"channel\":\"" + PRIVATE + "\",\"data\":{\"number\":" + number + "}}");
    }

    /** Publishes an event to the public channel. */
    void publish(Application application, int number) throws IOException {
        String body =
                "{\"name\":\"published\",\"channel\":\"" + PUBLIC + "\",\"data\":\"{\\\"number\\\":" + number + "}\"}";
        String path = "/apps/" + application.id() + "/events";
        String query = "auth_key=" + application.key() + "&auth_timestamp=" + System.currentTimeMillis() / 1_000
                + "&auth_version=1.0&body_md5=" + md5(body);
        String signature = sign("POST\n" + path + "\n" + query, application.secret());
        request("POST " + path + "?" + query + "&auth_signature=" + signature, body);
    }

    /** Asks for a page. */
    void get(String path) throws IOException {
        request("GET " + path, "");
    }

    private void request(String line, String body) throws IOException {
        write(line + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body);
        String head = head();
        if (!head.startsWith("HTTP/1.1 200 ")) {
            throw new IOException("Refused: " + head);
        }
        in.skipNBytes(Integer.parseInt(group(LENGTH, head)));
    }

    /** Waits for a message that contains a text. */
    String await(String text) throws IOException {
        String message = message();
        while (!message.contains(text)) {
            message = message();
        }
        return message;
    }

    private String message() throws IOException {
        int opcode = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        if (opcode != TEXT || length > TWO_BYTE_LENGTH) {
            throw new IOException("Not a short text");
        }
        byte[] payload = in.readNBytes(length == TWO_BYTE_LENGTH ? in.readUnsignedShort() : length);
        return new String(payload, StandardCharsets.UTF_8);
    }

    private void send(String message) throws IOException {
        frame(TEXT, message.getBytes(StandardCharsets.UTF_8));
    }

    private void frame(int opcode, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(8 + payload.length).put((byte) opcode);
        // The shortest form is the only one that RFC 6455, section 5.2, allows.
        if (payload.length < TWO_BYTE_LENGTH) {
            frame.put((byte) (MASKED | payload.length));
        } else {
            frame.put((byte) (MASKED | TWO_BYTE_LENGTH)).putShort((short) payload.length);
        }
        // The mask is zero: the payload stays as it is.
        frame.putInt(0).put(payload);
        out.write(frame.array(), 0, frame.position());
    }

    private String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String group(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("No " + pattern + " in: " + text);
        }
        return matcher.group(1);
    }

    private static String md5(String body) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(body.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String sign(String text, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() throws IOException {
        try (socket) {
            frame(CLOSE, new byte[] {0x03, (byte) 0xe8});
        }
    }
}
