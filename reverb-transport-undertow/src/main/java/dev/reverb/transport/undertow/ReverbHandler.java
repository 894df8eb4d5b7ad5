package dev.reverb.transport.undertow;

import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.spi.transport.ServerEndpoint;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where Undertow hands requests over, on their I/O threads or on a worker's. What is the engine's goes on on the I/O thread,
 * behind Undertow's own call, so that Undertow leaves ending the exchange to the answer.
 */
final class ReverbHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ReverbHandler.class);

    private final XnioLanes lanes;
    private final boolean everything;
    private volatile @Nullable ServerEndpoint endpoint;
    private volatile @Nullable Upgrade upgrade;

    /**
     * Makes a handler.
     *
     * @param everything whether all requests are the engine's, also those that it does not claim
     */
    ReverbHandler(XnioLanes lanes, boolean everything) {
        this.lanes = lanes;
        this.everything = everything;
    }

    void begin(ServerEndpoint claiming) {
        upgrade = new Upgrade(claiming, lanes);
        endpoint = claiming;
    }

    void end() {
        endpoint = null;
        upgrade = null;
    }

    /**
     * Takes a request, or passes it on untouched.
     *
     * @param next takes what the engine does not claim
     */
    void handle(HttpServerExchange exchange, HttpHandler next) throws Exception {
        ServerEndpoint engine = endpoint;
        Upgrade upgrading = upgrade;
        String path = UndertowRequest.pathOf(exchange);
        if (engine == null || upgrading == null || !everything && !engine.claims(path)) {
            next.handleRequest(exchange);
            return;
        }
        lanes.add(exchange.getConnection().getWorker());
        UndertowRequest view = new UndertowRequest(exchange, path);
        exchange.dispatch(
                exchange.isInIoThread() ? SameThreadExecutor.INSTANCE : exchange.getIoThread(),
                () -> take(engine, upgrading, exchange, view));
    }

    private static void take(
            ServerEndpoint engine, Upgrade upgrading, HttpServerExchange exchange, UndertowRequest view) {
        try {
            if (Upgrade.isWanted(exchange, view)) {
                upgrading.accept(exchange, view);
            } else {
                new RequestBody(engine, exchange, view).read();
            }
        } catch (RuntimeException broken) {
            LOG.error("A request failed", broken);
            new UndertowResponder(exchange).respond(HttpResponse.empty(500));
        }
    }
}
