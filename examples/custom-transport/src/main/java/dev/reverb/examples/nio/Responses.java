package dev.reverb.examples.nio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.spi.websocket.WebSocketHandshake;
import java.nio.ByteBuffer;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Answers as bytes (RFC 9112 section 4). Reason phrases are left out: nobody reads them. */
final class Responses {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private Responses() {}

    /**
     * Writes an answer.
     *
     * @param head what it answers
     * @param keepsAlive whether another request may follow
     */
    static ByteBuffer encode(HttpResponse response, RequestHead head, boolean keepsAlive) {
        int status = response.status();
        StringBuilder text =
                new StringBuilder(256).append("HTTP/1.1 ").append(status).append(" \r\n");
        response.headers().forEach(header -> append(text, header.getKey(), header.getValue()));
        append(text, "Date", DATE.format(ZonedDateTime.now(ZoneOffset.UTC)));
        if (status != 204 && status != 304) {
            append(text, "Content-Length", Integer.toString(response.body().length));
        }
        if (!keepsAlive && !closes(response)) {
            append(text, "Connection", "close");
        } else if (keepsAlive && head.minorVersion() == 0) {
            append(text, "Connection", "keep-alive");
        }
        boolean bodiless = status == 204 || status == 304 || head.method().equals("HEAD");
        return join(text.append("\r\n"), bodiless ? new byte[0] : response.body());
    }

    /** Whether an answer says that it is the last one. */
    static boolean closes(HttpResponse response) {
        return response.headers().stream()
                .anyMatch(header -> header.getKey().equalsIgnoreCase("Connection")
                        && header.getValue().equalsIgnoreCase("close"));
    }

    /** A {@code 100 Continue}. */
    static ByteBuffer proceed() {
        return join(new StringBuilder("HTTP/1.1 100 \r\n\r\n"), new byte[0]);
    }

    // [accept]
    /** The {@code 101} that ends the handshake (RFC 6455 section 4.2.2). */
    static ByteBuffer switchingProtocols(String key, @Nullable String extensions) {
        StringBuilder text = new StringBuilder("HTTP/1.1 101 \r\n");
        append(text, "Upgrade", "websocket");
        append(text, "Connection", "Upgrade");
        append(text, "Sec-WebSocket-Accept", WebSocketHandshake.accept(key));
        if (extensions != null) {
            append(text, WebSocketHandshake.EXTENSIONS, extensions);
        }
        return join(text.append("\r\n"), new byte[0]);
    }
    // [accept]

    private static void append(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
    }

    private static ByteBuffer join(StringBuilder head, byte[] body) {
        byte[] bytes = head.toString().getBytes(ISO_8859_1);
        return ByteBuffer.allocate(bytes.length + body.length)
                .put(bytes)
                .put(body)
                .flip();
    }
}
