package dev.reverb.spi.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.spi.transport.ServerEndpoint;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The opening handshake of a server (RFC 6455 section 4.2), and its form over HTTP/2 (RFC 8441). The engine asks {@link
 * #refusal}; a raw transport asks {@link #isUpgrade} and answers {@code 101 Switching Protocols} with {@code Upgrade:
 * websocket}, {@code Connection: Upgrade}, {@link #accept} and, where there are any, {@link #extensions}.
 *
 * <p>Safe for any thread.
 */
public final class WebSocketHandshake {

    /** The header that {@link #extensions} is the value of. */
    public static final String EXTENSIONS = "Sec-WebSocket-Extensions";

    /** What is hashed with the key (RFC 6455 section 1.3). */
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static final String VERSION = "13";

    /** 16 bytes in base64. */
    private static final int KEY_LENGTH = 24;

    private WebSocketHandshake() {}

    /**
     * Whether a request wants to become a WebSocket, rightly or not, so that {@link #refusal} is the one to judge it.
     *
     * @param request any request
     * @return true for a GET whose {@code Upgrade} names {@code websocket}, and for a CONNECT
     */
    public static boolean isUpgrade(HttpRequest request) {
        return isConnect(request) || request.method().equals("GET") && hasToken(request.header("Upgrade"), "websocket");
    }

    /**
     * Checks an opening handshake. A CONNECT needs neither {@code Upgrade}, {@code Connection} nor a key; that its {@code
     * :protocol} is {@code websocket}, the transport has seen.
     *
     * @param request the request
     * @return null where it is right; otherwise the answer: 405, 426 or 400, with JSON that says what is wrong
     */
    public static @Nullable HttpResponse refusal(HttpRequest request) {
        if (isConnect(request)) {
            return refuseVersion(request);
        }
        if (!request.method().equals("GET")) {
            return error(405, "A WebSocket is opened with GET.").withHeader("Allow", "GET");
        }
        if (!hasToken(request.header("Upgrade"), "websocket")) {
            return upgradeRequired("This is a WebSocket; send Upgrade: websocket.");
        }
        if (!hasToken(request.header("Connection"), "upgrade")) {
            return error(400, "Connection must contain Upgrade.");
        }
        HttpResponse refused = refuseVersion(request);
        if (refused == null && !isKey(request.header("Sec-WebSocket-Key"))) {
            return error(400, "Sec-WebSocket-Key must be 16 bytes in base64.");
        }
        return refused;
    }

    /**
     * The answer to an opening handshake with a body, which a raw transport gives, since it knows: what follows the head
     * would be taken for frames.
     *
     * @return a 400 that closes the HTTP connection
     */
    public static HttpResponse bodyRefused() {
        return error(400, "The request that opens a WebSocket has no body.").withHeader("Connection", "close");
    }

    /**
     * The value of {@code Sec-WebSocket-Accept} (RFC 6455 section 4.2.2).
     *
     * @param key the value of {@code Sec-WebSocket-Key}
     * @return 28 characters of base64
     */
    public static String accept(String key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] digest = sha1.digest((key.strip() + GUID).getBytes(ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java platform has SHA-1", missing);
        }
    }

    /**
     * The extensions for a connection (RFC 6455 section 9.1), which is {@code permessage-deflate} without context takeover (RFC
     * 7692) or nothing. The client's offers are looked at in their order; one is passed over that has a parameter twice, unknown,
     * with a value that it cannot have, or that limits the server's window to less than 15 bits, which the JDK's deflater cannot do. A
     * header that breaks the RFC's form offers nothing.
     *
     * <p>A transport that answers with what this returns tells its connection: {@link
     * dev.reverb.spi.transport.ByteStreamConnection}, or {@link FrameReader#setCompression} and {@link
     * dev.reverb.spi.transport.RawConnection#isCompressed}. One that does not is right, too: messages are then not compressed.
     *
     * @param request the upgrade request
     * @param endpoint says whether there is compression at all
     * @return the value of {@value #EXTENSIONS} for the answer; null for an answer without it
     */
    public static @Nullable String extensions(HttpRequest request, ServerEndpoint endpoint) {
        String offers = endpoint.compresses() ? request.header(EXTENSIONS) : null;
        return offers == null ? null : PermessageDeflate.answer(offers);
    }

    private static boolean isConnect(HttpRequest request) {
        return request.method().equals("CONNECT");
    }

    private static @Nullable HttpResponse refuseVersion(HttpRequest request) {
        return VERSION.equals(request.header("Sec-WebSocket-Version"))
                ? null
                : upgradeRequired("Sec-WebSocket-Version must be " + VERSION + ".");
    }

    private static boolean isKey(@Nullable String key) {
        if (key == null || key.length() != KEY_LENGTH) {
            return false;
        }
        try {
            return Base64.getDecoder().decode(key).length == 16;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /** Whether a comma-separated list contains a token, in any case. */
    private static boolean hasToken(@Nullable String list, String token) {
        if (list == null) {
            return false;
        }
        if (list.equalsIgnoreCase(token)) {
            return true;
        }
        for (String element : list.split(",")) {
            if (element.strip().equalsIgnoreCase(token)) {
                return true;
            }
        }
        return false;
    }

    private static HttpResponse upgradeRequired(String message) {
        return error(426, message)
                .withHeader("Upgrade", "websocket")
                .withHeader("Connection", "Upgrade")
                .withHeader("Sec-WebSocket-Version", VERSION);
    }

    private static HttpResponse error(int status, String message) {
        return HttpResponse.json(status, "{\"error\":\"" + message + "\"}");
    }
}
