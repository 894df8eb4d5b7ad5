package dev.reverb.transport.jakarta;

import dev.reverb.spi.transport.HttpRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A servlet request as the engine reads it. A copy, since containers use their requests again. */
final class JakartaRequest implements HttpRequest {

    private static final byte[] NO_BODY = {};

    private final String method;
    private final String path;
    private final @Nullable String query;

    /** By their names in lower case. */
    private final Map<String, String> headers;

    private final String remoteAddress;
    private final boolean secure;
    private final byte[] body;

    JakartaRequest(
            String method,
            String path,
            @Nullable String query,
            Map<String, String> headers,
            String remoteAddress,
            boolean secure,
            byte[] body) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.headers = headers;
        this.remoteAddress = remoteAddress;
        this.secure = secure;
        this.body = body;
    }

    /** A request without its body. */
    static JakartaRequest of(HttpServletRequest request, String path) {
        return new JakartaRequest(
                request.getMethod(),
                path,
                request.getQueryString(),
                headersOf(request),
                addressOf(request.getRemoteAddr()),
                request.isSecure(),
                NO_BODY);
    }

    JakartaRequest withBody(byte[] whole) {
        return new JakartaRequest(method, path, query, headers, remoteAddress, secure, whole);
    }

    private static Map<String, String> headersOf(HttpServletRequest request) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.computeIfAbsent(
                    name.toLowerCase(Locale.ROOT),
                    key -> String.join(", ", Collections.list(request.getHeaders(name))));
        }
        if (request.getProtocol().startsWith("HTTP/2")) {
            headers.putIfAbsent("host", authorityOf(request));
        }
        return headers;
    }

    /** What HTTP/2 has in place of a {@code Host} (RFC 9113 section 8.3.1), which not every container makes one of. */
    private static String authorityOf(HttpServletRequest request) {
        int port = request.getServerPort();
        boolean usual = port == (request.isSecure() ? 443 : 80);
        return usual ? request.getServerName() : request.getServerName() + ":" + port;
    }

    /** A request's path as it came, without the path of its web application. */
    static String pathOf(HttpServletRequest request) {
        String path = request.getRequestURI();
        String context = request.getContextPath();
        if (context == null || context.isEmpty()) {
            return path;
        }
        int end = path.startsWith(context)
                        && (path.length() == context.length() || path.charAt(context.length()) == '/')
                ? context.length()
                : endOfSegments(path, context.chars().filter(c -> c == '/').count());
        return end == path.length() ? "/" : path.substring(end);
    }

    /** Where so many segments end: for a context's path that is written in another way, such as percent-encoded. */
    private static int endOfSegments(String path, long segments) {
        int end = 0;
        for (long i = 0; i < segments && end >= 0; i++) {
            end = path.indexOf('/', end + 1);
        }
        return end < 0 ? path.length() : end;
    }

    /** An address without the brackets and the zone that some containers give to those of IPv6. */
    static String addressOf(@Nullable String address) {
        if (address == null) {
            return "";
        }
        int zone = address.indexOf('%');
        String bare = zone < 0 ? address : address.substring(0, zone);
        int from = bare.startsWith("[") ? 1 : 0;
        return bare.substring(from, bare.endsWith("]") ? bare.length() - 1 : bare.length());
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
        return headers.get(name.toLowerCase(Locale.ROOT));
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
}
