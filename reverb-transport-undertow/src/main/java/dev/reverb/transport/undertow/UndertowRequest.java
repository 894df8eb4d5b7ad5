package dev.reverb.transport.undertow;

import dev.reverb.spi.transport.HttpRequest;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;
import java.net.InetSocketAddress;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A request of Undertow's as the engine reads it. */
final class UndertowRequest implements HttpRequest {

    private static final byte[] NO_BODY = {};

    private final HttpServerExchange exchange;
    private final String path;
    private byte[] body = NO_BODY;

    /** A request without its body, such as an upgrade. */
    UndertowRequest(HttpServerExchange exchange, String path) {
        this.exchange = exchange;
        this.path = path;
    }

    /** The same, once its body has been read. */
    UndertowRequest withBody(byte[] whole) {
        body = whole;
        return this;
    }

    /** A request's path as it came, without the prefix below which its handler is mounted. */
    static String pathOf(HttpServerExchange exchange) {
        String path = exchange.getRequestURI();
        if (exchange.isHostIncludedInRequestURI()) {
            int authority = path.indexOf("//") + 2;
            int begin = path.indexOf('/', authority);
            path = begin < 0 ? "/" : path.substring(begin);
        }
        String prefix = exchange.getResolvedPath();
        return prefix.length() <= 1 ? path : below(path, segments(prefix));
    }

    /** Takes segments off, however they are encoded. */
    private static String below(String path, int segments) {
        int at = 0;
        for (int i = 0; i < segments && at >= 0; i++) {
            at = path.indexOf('/', at + 1);
        }
        return at < 0 ? "/" : path.substring(at);
    }

    private static int segments(String prefix) {
        int segments = 0;
        for (int i = 0; i < prefix.length() - 1; i++) {
            if (prefix.charAt(i) == '/') {
                segments++;
            }
        }
        return segments;
    }

    @Override
    public String method() {
        return exchange.getRequestMethod().toString();
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public @Nullable String query() {
        String query = exchange.getQueryString();
        return query == null || query.isEmpty() ? null : query;
    }

    @Override
    public @Nullable String header(String name) {
        HeaderValues values = exchange.getRequestHeaders().get(name);
        if (values == null || values.isEmpty()) {
            return null;
        }
        return values.size() == 1
                ? values.getFirst().strip()
                : String.join(", ", values).strip();
    }

    @Override
    public Collection<String> headerNames() {
        return exchange.getRequestHeaders().getHeaderNames().stream()
                .map(HttpString::toString)
                .toList();
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public String remoteAddress() {
        InetSocketAddress address = exchange.getSourceAddress();
        if (address == null) {
            return "";
        }
        return address.getAddress() == null
                ? address.getHostString()
                : address.getAddress().getHostAddress();
    }

    @Override
    public boolean isSecure() {
        return exchange.isSecure();
    }
}
