package dev.reverb.broadcasting.undertow;

import dev.reverb.spi.transport.HttpRequest;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import org.jspecify.annotations.Nullable;

/** An exchange of Undertow's whose body has been read. */
final class UndertowHttpRequest implements HttpRequest {

    private final HttpServerExchange exchange;
    private final byte[] body;

    UndertowHttpRequest(HttpServerExchange exchange, byte[] body) {
        this.exchange = exchange;
        this.body = body;
    }

    @Override
    public String method() {
        return exchange.getRequestMethod().toString();
    }

    @Override
    public String path() {
        return exchange.getRelativePath();
    }

    @Override
    public @Nullable String query() {
        return exchange.getQueryString();
    }

    @Override
    public @Nullable String header(String name) {
        HeaderValues values = exchange.getRequestHeaders().get(name);
        return values == null || values.isEmpty() ? null : String.join(", ", values);
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public String remoteAddress() {
        return exchange.getSourceAddress().getHostString();
    }

    @Override
    public boolean isSecure() {
        return exchange.isSecure();
    }
}
