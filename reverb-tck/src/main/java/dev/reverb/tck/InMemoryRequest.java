package dev.reverb.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.spi.transport.HttpRequest;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An HTTP request without a socket. Each {@code with} method returns a changed copy. */
public final class InMemoryRequest implements HttpRequest {

    private static final byte[] NO_BODY = {};

    private final String method;
    private final String path;
    private final @Nullable String query;
    private final Map<String, String> headers;
    private final byte[] body;
    private final String remoteAddress;
    private final boolean secure;

    private InMemoryRequest(
            String method,
            String path,
            @Nullable String query,
            Map<String, String> headers,
            byte[] body,
            String remoteAddress,
            boolean secure) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.headers = headers;
        this.body = body;
        this.remoteAddress = remoteAddress;
        this.secure = secure;
    }

    /**
     * A request from {@code 127.0.0.1}, without headers, body or TLS.
     *
     * @param method such as {@code GET}
     * @param target the path and, behind a {@code ?}, the query; percent-encoded
     * @return the request
     */
    public static InMemoryRequest of(String method, String target) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String query = mark < 0 ? null : target.substring(mark + 1);
        return new InMemoryRequest(method, path, query, Map.of(), NO_BODY, "127.0.0.1", false);
    }

    /**
     * A GET that asks for a WebSocket (RFC 6455 section 4.1), as a browser would.
     *
     * @param target the path and query, such as {@code /app/my-app-key?protocol=7}
     * @return the request
     */
    public static InMemoryRequest upgrade(String target) {
        return of("GET", target)
                .withHeader("Host", "localhost")
                .withHeader("Connection", "Upgrade")
                .withHeader("Upgrade", "websocket")
                .withHeader("Sec-WebSocket-Version", "13")
                .withHeader("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    }

    /**
     * Offers compression, as a browser does.
     *
     * @return the changed request
     */
    public InMemoryRequest offeringCompression() {
        return withHeader("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits");
    }

    /**
     * Sets a header, in place of one of the same name.
     *
     * @param name in any case
     * @param value its value
     * @return the changed request
     */
    public InMemoryRequest withHeader(String name, String value) {
        Map<String, String> changed = copyOfHeaders();
        changed.put(name, value);
        return new InMemoryRequest(method, path, query, changed, body, remoteAddress, secure);
    }

    /**
     * Takes a header away.
     *
     * @param name in any case
     * @return the changed request
     */
    public InMemoryRequest withoutHeader(String name) {
        Map<String, String> changed = copyOfHeaders();
        changed.remove(name);
        return new InMemoryRequest(method, path, query, changed, body, remoteAddress, secure);
    }

    private Map<String, String> copyOfHeaders() {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        return copy;
    }

    /**
     * Sets the body.
     *
     * @param newBody its bytes; not copied
     * @return the changed request
     */
    public InMemoryRequest withBody(byte[] newBody) {
        return new InMemoryRequest(method, path, query, headers, newBody, remoteAddress, secure);
    }

    /**
     * Sets the body.
     *
     * @param newBody its text, sent as UTF-8
     * @return the changed request
     */
    public InMemoryRequest withBody(String newBody) {
        return withBody(newBody.getBytes(UTF_8));
    }

    /**
     * Sets the peer's address.
     *
     * @param address an IP address
     * @return the changed request
     */
    public InMemoryRequest withRemoteAddress(String address) {
        return new InMemoryRequest(method, path, query, headers, body, address, secure);
    }

    /**
     * Sets whether the request came over TLS.
     *
     * @param overTls true for {@code https} and {@code wss}
     * @return the changed request
     */
    public InMemoryRequest withTls(boolean overTls) {
        return new InMemoryRequest(method, path, query, headers, body, remoteAddress, overTls);
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public @Nullable String query() {
        return query;
    }

    @Override
    public @Nullable String header(String name) {
        return headers.isEmpty() ? null : headers.get(name);
    }

    @Override
    public Collection<String> headerNames() {
        return headers.keySet();
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public String remoteAddress() {
        return remoteAddress;
    }

    @Override
    public boolean isSecure() {
        return secure;
    }

    /** The method and path; no query, since that may hold a signature. */
    @Override
    public String toString() {
        return "InMemoryRequest[" + method + " " + path + "]";
    }
}
