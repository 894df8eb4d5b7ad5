package dev.reverb.server.clients;

import dev.reverb.server.SelfSigned;
import dev.reverb.spi.transport.Transport;
import dev.reverb.transport.undertow.MountedUndertow;
import dev.reverb.transport.undertow.UndertowTransport;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.PathHandler;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** An Undertow server with a page of its own. Over TLS it speaks HTTP/2 to whoever can. */
final class UndertowHost extends MountedHost {

    private final MountedUndertow mounted = UndertowTransport.mounted();
    private final Undertow undertow;

    UndertowHost(int port, @Nullable SelfSigned certificate) {
        PathHandler own = new PathHandler().addExactPath("/", UndertowHost::answer);
        Undertow.Builder builder = Undertow.builder().setHandler(watching(mounted.handler(own)));
        if (certificate == null) {
            builder.addHttpListener(port, ServerTransport.ADDRESS);
        } else {
            listenSecurely(builder, port, certificate);
        }
        undertow = builder.build();
    }

    private static void listenSecurely(Undertow.Builder builder, int port, SelfSigned certificate) {
        try {
            builder.setServerOption(UndertowOptions.ENABLE_HTTP2, true)
                    .addHttpsListener(
                            port,
                            ServerTransport.ADDRESS,
                            certificate.certificate().sslContext());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private HttpHandler watching(HttpHandler next) {
        return exchange -> {
            watch(exchange.getRequestPath(), exchange.getProtocol().toString());
            next.handleRequest(exchange);
        };
    }

    private static void answer(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/html; charset=utf-8");
        exchange.getResponseSender().send(OWN_PAGE);
    }

    @Override
    public Transport transport() {
        return mounted;
    }

    @Override
    public void start() {
        undertow.start();
    }

    @Override
    public int port() {
        return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
    }

    @Override
    public void close() {
        undertow.stop();
    }
}
