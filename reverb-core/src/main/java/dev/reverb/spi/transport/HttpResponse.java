package dev.reverb.spi.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An answer to an HTTP request. Immutable. The transport adds {@code Content-Length}, {@code Date} and what connection
 * handling needs; everything else is in {@link #headers()}.
 */
public final class HttpResponse {

    private static final byte[] NO_BODY = {};

    private final int status;
    private final List<Map.Entry<String, String>> headers;
    private final byte[] body;

    private HttpResponse(int status, List<Map.Entry<String, String>> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /**
     * An answer with a body.
     *
     * @param status the status code, 200 to 599
     * @param contentType the value of {@code Content-Type}
     * @param body the body; not copied, so not to be changed any more
     * @return the answer
     * @throws IllegalArgumentException as for {@link #withHeader}
     */
    public static HttpResponse of(int status, String contentType, byte[] body) {
        return new HttpResponse(status, List.of(header("Content-Type", contentType)), body);
    }

    /**
     * An answer without a body.
     *
     * @param status the status code
     * @return the answer
     */
    public static HttpResponse empty(int status) {
        return new HttpResponse(status, List.of(), NO_BODY);
    }

    /**
     * A JSON answer.
     *
     * @param status the status code
     * @param json the text of the body
     * @return the answer, as {@code application/json}
     */
    public static HttpResponse json(int status, String json) {
        return json(status, json.getBytes(UTF_8));
    }

    /**
     * A JSON answer.
     *
     * @param status the status code
     * @param json the body in UTF-8; not copied
     * @return the answer, as {@code application/json}
     */
    public static HttpResponse json(int status, byte[] json) {
        return of(status, "application/json", json);
    }

    /**
     * The answer to a body over {@link ServerEndpoint#maxRequestSize()}. Transports send it as soon as that is known, then read
     * and drop what still comes, within bounds: see {@link IncomingBody}.
     *
     * @param limit the limit that was passed, in bytes
     * @return a 413 that closes the HTTP connection
     */
    public static HttpResponse payloadTooLarge(int limit) {
        return json(413, "{\"error\":\"The request body is larger than " + limit + " bytes.\"}")
                .withHeader("Connection", "close");
    }

    /**
     * The answer to a body that did not arrive within {@link ServerEndpoint#requestTimeout()}.
     *
     * @return a 408 that closes the HTTP connection
     */
    public static HttpResponse requestTimeout() {
        return json(408, "{\"error\":\"The request body did not arrive in time.\"}")
                .withHeader("Connection", "close");
    }

    /**
     * The same answer with one header more.
     *
     * @param name the header's name
     * @param value its value, without line breaks
     * @return a new answer
     * @throws IllegalArgumentException where the name or the value has a line break or a NUL, behind which a client could be
     *     made to read headers that nobody sent (RFC 9110 section 5.5)
     */
    public HttpResponse withHeader(String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(headers.size() + 1);
        more.addAll(headers);
        more.add(header(name, value));
        return new HttpResponse(status, List.copyOf(more), body);
    }

    private static Map.Entry<String, String> header(String name, String value) {
        if (breaksLines(name) || breaksLines(value)) {
            // Without what it says, which may come from whoever asked.
            throw new IllegalArgumentException("A header must not have a line break or a NUL");
        }
        return Map.entry(name, value);
    }

    private static boolean breaksLines(String text) {
        return text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0 || text.indexOf(0) >= 0;
    }

    /**
     * The status code.
     *
     * @return 200 to 599
     */
    public int status() {
        return status;
    }

    /**
     * The headers in order.
     *
     * @return names and values; immutable
     */
    public List<Map.Entry<String, String>> headers() {
        return headers;
    }

    /**
     * The body.
     *
     * @return its bytes, possibly none; not to be changed
     */
    public byte[] body() {
        return body;
    }

    @Override
    public String toString() {
        return "HttpResponse[status=" + status + ", " + body.length + " bytes]";
    }
}
