package dev.reverb.transport.undertow;

import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Protocols;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;

/**
 * Closes a connection whose client takes nothing of an answer for as long as the server lets connections be idle between
 * requests ({@code NO_REQUEST_TIMEOUT}). Undertow measures no time then; clients that send requests and read no answers could
 * hold any number of connections and answers for ever.
 */
final class StalledAnswer implements Runnable {

    private final HttpServerExchange exchange;
    private final int timeout;
    private long sent;

    private StalledAnswer(HttpServerExchange exchange, int timeout) {
        this.exchange = exchange;
        this.timeout = timeout;
    }

    /** To be called on the I/O thread behind an answer; does nothing where the client has taken all, as nearly always. */
    static void watch(HttpServerExchange exchange) {
        // Over HTTP/2 a connection has other streams.
        if (!exchange.isComplete() && !exchange.getProtocol().equals(Protocols.HTTP_2_0)) {
            int timeout = exchange.getConnection().getUndertowOptions().get(UndertowOptions.NO_REQUEST_TIMEOUT, 0);
            if (timeout > 0) {
                new StalledAnswer(exchange, timeout).await(exchange.getResponseBytesSent());
            }
        }
    }

    private void await(long sentUntilNow) {
        sent = sentUntilNow;
        try {
            exchange.getIoThread().executeAfter(this, timeout, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException over) {
            run();
        }
    }

    @Override
    public void run() {
        long sentNow = exchange.getResponseBytesSent();
        if (exchange.isComplete()) {
            return;
        }
        if (sentNow == sent) {
            IoUtils.safeClose(exchange.getConnection());
        } else {
            await(sentNow);
        }
    }
}
