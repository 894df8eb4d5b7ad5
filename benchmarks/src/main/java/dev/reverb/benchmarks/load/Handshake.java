package dev.reverb.benchmarks.load;

import static dev.reverb.benchmarks.load.ByteText.ascii;

import dev.reverb.spi.websocket.WebSocketHandshake;
import java.security.SecureRandom;
import java.util.Base64;

/** A client's side of the opening handshake (RFC 6455 section 4.1). One key serves all connections: nothing caches here. */
final class Handshake {

    static final int INCOMPLETE = 0;
    static final int REFUSED = -1;

    private static final int MAX_HEAD = 16 * 1024;
    private static final byte[] HEAD_END = ascii("\r\n\r\n");
    private static final byte[] LINE_END = ascii("\r\n");
    private static final byte[] SWITCHING = ascii("HTTP/1.1 101");
    private static final byte[] ACCEPT_NAME = ascii("sec-websocket-accept:");
    private static final byte[] EXTENSIONS_NAME = ascii("sec-websocket-extensions:");
    private static final byte[] DEFLATE = ascii("permessage-deflate");

    /** As browsers offer it. */
    private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";

    private final byte[] request;
    private final byte[] offering;
    private final byte[] accept;

    Handshake(Options options) {
        byte[] nonce = new byte[16];
        new SecureRandom().nextBytes(nonce);
        String key = Base64.getEncoder().encodeToString(nonce);
        accept = ascii(WebSocketHandshake.accept(key));
        String head = "GET /app/" + options.key + "?protocol=7&client=reverb-load&version=1.0 HTTP/1.1\r\nHost: "
                + options.host + ':' + options.port
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + key + "\r\n";
        request = ascii(head + "\r\n");
        offering = ascii(head + OFFER + "\r\n");
    }

    /**
     * What a connection sends.
     *
     * @param compressed whether it offers compression
     */
    byte[] request(boolean compressed) {
        return compressed ? offering : request;
    }

    /** The length of the server's answer, if it is all here and accepts; {@link #INCOMPLETE} or {@link #REFUSED} if not. */
    int accepted(byte[] bytes, int length) {
        int end = Bytes.indexOf(bytes, 0, length, HEAD_END);
        if (end < 0) {
            return length > MAX_HEAD ? REFUSED : INCOMPLETE;
        }
        return Bytes.startsWith(bytes, 0, length, SWITCHING) && hasAccept(bytes, end) ? end + HEAD_END.length : REFUSED;
    }

    /** Whether an answer that {@linkplain #accepted accepts}, and is so long, accepts compression too. */
    static boolean isCompressed(byte[] bytes, int length) {
        return hasValue(bytes, length - HEAD_END.length, EXTENSIONS_NAME, DEFLATE);
    }

    private boolean hasAccept(byte[] bytes, int end) {
        return hasValue(bytes, end, ACCEPT_NAME, accept);
    }

    private static boolean hasValue(byte[] bytes, int end, byte[] name, byte[] expected) {
        int line = 0;
        while (line < end) {
            int next = Bytes.indexOf(bytes, line, end + LINE_END.length, LINE_END) + LINE_END.length;
            if (Bytes.startsWithIgnoringCase(bytes, line, end, name)) {
                int value = line + name.length;
                while (value < end && bytes[value] == ' ') {
                    value++;
                }
                return Bytes.startsWith(bytes, value, end, expected);
            }
            line = next;
        }
        return false;
    }
}
