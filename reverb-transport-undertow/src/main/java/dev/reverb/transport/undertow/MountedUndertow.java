package dev.reverb.transport.undertow;

import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.ServerEndpoint;
import dev.reverb.spi.transport.Transport;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.ResponseCodeHandler;
import java.util.List;
import java.util.Objects;

/**
 * Reverb in an Undertow server that the application runs, beside the application's own routes.
 *
 * <pre>{@code
 * MountedUndertow mounted = UndertowTransport.mounted();
 * Undertow host = Undertow.builder()
 *         .addHttpListener(8080, "0.0.0.0")
 *         .setHandler(mounted.handler(new MyHandler()))
 *         .build();
 * host.start();
 * ReverbServer reverb = ReverbServer.builder().application(...).path("/ws").transport(mounted).start();
 * ...
 * reverb.close();
 * host.stop();
 * }</pre>
 *
 * <p>Either may start first; until Reverb has started, and once it has stopped, nothing is claimed. Of the requests only
 * those are taken whose path the engine claims, seen from where the handler is: below a {@code PathHandler}'s {@code
 * /realtime}, the application {@code /app/{key}} is at {@code /realtime/app/{key}}.
 *
 * <p>Close Reverb before the host stops: Undertow tells nobody that it is stopping. A host that stops first cuts the
 * connections off, and clients are not told to reconnect. A Reverb that is closed leaves the host as it is.
 *
 * <p>Put the handler where requests come on their I/O threads. Those that come on a worker's, such as behind a {@code
 * BlockingHandler}, are handed back to theirs.
 *
 * <p>The host's options stay in force: TLS, what a path may look like, limits on headers and bodies, and the time-outs that
 * it gives its sockets: {@code READ_TIMEOUT} and {@code IDLE_TIMEOUT} end open WebSockets too. Where a host sets one, let it
 * be longer than clients are silent, which is Reverb's activity timeout and ping interval together. {@code
 * NO_REQUEST_TIMEOUT}, where it is set, also ends a connection that takes nothing of its answer for so long.
 *
 * <p>Over HTTP/2 the HTTP API is served; browsers open WebSockets with HTTP/1.1 on a connection of their own, since Undertow
 * knows no other way (RFC 8441).
 */
public final class MountedUndertow implements Transport {

    private final XnioLanes lanes = new XnioLanes();
    private final ReverbHandler handler = new ReverbHandler(lanes, false);

    MountedUndertow() {}

    /**
     * A handler to be put into the host's, such as a {@code PathHandler}. What the engine does not claim is 404.
     *
     * @return a new handler; there may be several
     */
    public HttpHandler handler() {
        return handler(ResponseCodeHandler.HANDLE_404);
    }

    /**
     * A handler to be put in front of another one.
     *
     * @param next takes everything that the engine does not claim, untouched and on the same thread
     * @return a new handler; there may be several
     */
    public HttpHandler handler(HttpHandler next) {
        Objects.requireNonNull(next);
        return exchange -> handler.handle(exchange, next);
    }

    @Override
    public String name() {
        return "undertow";
    }

    @Override
    public void start(ServerEndpoint endpoint) {
        handler.begin(endpoint);
    }

    /** The lanes of the workers that have brought requests. */
    @Override
    public List<Lane> lanes() {
        return lanes.all();
    }

    /** None: the host listens. */
    @Override
    public int port() {
        return -1;
    }

    /** Does nothing: the host goes on accepting, and the engine refuses. */
    @Override
    public void stopAccepting() {}

    @Override
    public void stop() {
        handler.end();
        lanes.end();
    }
}
