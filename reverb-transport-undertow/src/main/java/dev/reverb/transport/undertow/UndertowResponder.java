package dev.reverb.transport.undertow;

import dev.reverb.spi.transport.HttpResponder;
import dev.reverb.spi.transport.HttpResponse;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Protocols;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;

/** Sends an answer through Undertow, on the request's I/O thread: Undertow's exchanges belong to one thread at a time. */
final class UndertowResponder implements HttpResponder {

    private static final Logger LOG = LoggerFactory.getLogger(UndertowResponder.class);

    /** What HTTP/2 has no use for (RFC 9113 section 8.2.2). */
    private static final Set<HttpString> OF_CONNECTIONS = Set.of(Headers.CONNECTION, Headers.UPGRADE);

    private final HttpServerExchange exchange;

    UndertowResponder(HttpServerExchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public void respond(HttpResponse answer) {
        if (exchange.isInIoThread()) {
            send(answer);
            return;
        }
        try {
            exchange.getIoThread().execute(() -> send(answer));
        } catch (RejectedExecutionException over) {
            LOG.debug("A server that is shutting down sends no answers");
        }
    }

    /**
     * Sends an answer to a request that is still to be read, and leaves it open. On its I/O thread.
     *
     * @param done told whether the answer has been sent
     */
    void refuse(HttpResponse answer, Consumer<Boolean> done) {
        try {
            begin(answer);
            exchange.setResponseContentLength(answer.body().length);
            exchange.getResponseSender().send(ByteBuffer.wrap(answer.body()), new Refused(done));
        } catch (RuntimeException broken) {
            LOG.debug("An answer could not be sent", broken);
            done.accept(false);
        }
    }

    private void begin(HttpResponse answer) {
        exchange.setStatusCode(answer.status());
        addHeaders(answer);
    }

    private void send(HttpResponse answer) {
        try {
            begin(answer);
            byte[] body = answer.body();
            if (body.length == 0) {
                exchange.endExchange();
            } else {
                exchange.setResponseContentLength(body.length);
                exchange.getResponseSender().send(ByteBuffer.wrap(body), IoCallback.END_EXCHANGE);
            }
            StalledAnswer.watch(exchange);
        } catch (RuntimeException broken) {
            LOG.debug("An answer could not be sent", broken);
            IoUtils.safeClose(exchange.getConnection());
        }
    }

    private void addHeaders(HttpResponse answer) {
        boolean http2 = exchange.getProtocol().equals(Protocols.HTTP_2_0);
        HeaderMap headers = exchange.getResponseHeaders();
        for (Map.Entry<String, String> header : answer.headers()) {
            HttpString name = HttpString.tryFromString(header.getKey());
            HttpString known = name == null ? new HttpString(header.getKey()) : name;
            if (!http2 || !OF_CONNECTIONS.contains(known)) {
                headers.add(known, header.getValue());
            }
        }
    }

    /** Ends the answer, which Undertow keeps back until then, but not the request. */
    private record Refused(Consumer<Boolean> done) implements IoCallback {

        @Override
        public void onComplete(HttpServerExchange exchange, Sender sender) {
            sender.close(new IoCallback() {
                @Override
                public void onComplete(HttpServerExchange ended, Sender closed) {
                    done.accept(true);
                }

                @Override
                public void onException(HttpServerExchange ended, Sender closed, IOException broken) {
                    done.accept(false);
                }
            });
        }

        @Override
        public void onException(HttpServerExchange exchange, Sender sender, IOException broken) {
            done.accept(false);
        }
    }
}
