package dev.reverb.transport.jetty;

import dev.reverb.spi.transport.HttpRequest;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Collection;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** A request of Jetty's as the engine reads it. Holds only what outlives the request, which Jetty uses again. */
final class JettyRequest implements HttpRequest {

    private static final byte[] NO_BODY = {};

    private final String method;
    private final String path;
    private final @Nullable String query;
    private final HttpFields headers;
    private final ConnectionMetaData connection;
    private byte[] body = NO_BODY;

    /** A request without its body, such as an upgrade. */
    JettyRequest(Request request, String path) {
        this.method = request.getMethod();
        this.path = path;
        this.query = request.getHttpURI().getQuery();
        this.headers = headersOf(request);
        this.connection = request.getConnectionMetaData();
    }

    /** The same, once its body has been read. */
    JettyRequest withBody(byte[] whole) {
        body = whole;
        return this;
    }

    /** The headers, with the one that HTTP/2 has another field for (RFC 9113 section 8.3.1). */
    private static HttpFields headersOf(Request request) {
        HttpFields headers = request.getHeaders();
        if (request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_2) {
            return headers.asImmutable();
        }
        String authority = request.getHttpURI().getAuthority();
        return authority != null && !headers.contains(HttpHeader.HOST)
                ? HttpFields.build(headers).put(HttpHeader.HOST, authority).asImmutable()
                : headers.asImmutable();
    }

    /** A request's path as it came, without the path of the context that it is handled in. */
    static String pathOf(Request request) {
        String path = request.getHttpURI().getPath();
        String context = request.getContext().getContextPath();
        if (path == null) {
            return "/";
        }
        if (context == null || context.length() <= 1) {
            return path;
        }
        if (!path.startsWith(context)) {
            // The context's path is written in another way, such as percent-encoded.
            return Request.getPathInContext(request);
        }
        return path.length() == context.length() ? "/" : path.substring(context.length());
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
        String joined = null;
        for (HttpField field : headers) {
            if (field.is(name)) {
                String value = field.getValue() == null ? "" : field.getValue();
                joined = joined == null ? value : joined + ", " + value;
            }
        }
        return joined;
    }

    @Override
    public Collection<String> headerNames() {
        return headers.getFieldNamesCollection();
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public String remoteAddress() {
        SocketAddress address = connection.getRemoteSocketAddress();
        if (address instanceof InetSocketAddress internet) {
            return internet.getAddress() == null
                    ? internet.getHostString()
                    : internet.getAddress().getHostAddress();
        }
        return address == null ? "" : address.toString();
    }

    @Override
    public boolean isSecure() {
        return connection.isSecure();
    }
}
