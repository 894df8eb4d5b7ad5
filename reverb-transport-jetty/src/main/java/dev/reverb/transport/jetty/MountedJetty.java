package dev.reverb.transport.jetty;

import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.ServerEndpoint;
import dev.reverb.spi.transport.Transport;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;

/**
 * Reverb in a Jetty server that the application runs, beside the application's own routes.
 *
 * <pre>{@code
 * Server jetty = new Server(8080);
 * MountedJetty mounted = JettyTransport.mounted();
 * jetty.setHandler(new Handler.Sequence(mounted.handler(), new MyHandler()));
 * jetty.start();
 * ReverbServer reverb = ReverbServer.builder().application(...).path("/ws").transport(mounted).start();
 * }</pre>
 *
 * <p>Either may start first; until Reverb has started, and once it has stopped, nothing is claimed. Of the requests only
 * those are taken whose path the engine claims, seen from the context that the handler is in: below a {@code
 * ContextHandler} for {@code /realtime}, the application {@code /app/{key}} is at {@code /realtime/app/{key}}.
 *
 * <p>When the host stops, it waits for up to 60 seconds until Reverb has told its clients to reconnect and has shut down.
 * A stopping Reverb leaves the host as it is.
 *
 * <p>HTTP/2 works where the host's connectors speak it (RFC 8441 must be allowed there: {@code
 * setConnectProtocolEnabled(true)}, Jetty's default). Handlers in the same server that block make Jetty call all handlers
 * on threads of its pool; connections, once open, are in its event loops all the same. TLS, idle time-outs of HTTP,
 * headers, and what a path may look like ({@code UriCompliance}) are the host's.
 */
public final class MountedJetty implements Transport {

    private final JettyLanes jettyLanes = new JettyLanes();
    private final ReverbHandler handler = new ReverbHandler(jettyLanes, false);

    MountedJetty() {}

    /**
     * The handler to be put into the host's handlers, once. Returns false for requests that the engine does not claim,
     * unless a handler was set into it to take those.
     *
     * @return the same one every time
     */
    public Handler.Singleton handler() {
        return handler;
    }

    void wrap(Server host) {
        handler.setHandler(host.getHandler());
        host.setHandler(handler);
    }

    @Override
    public String name() {
        return "jetty";
    }

    /**
     * Begins to claim requests.
     *
     * @param endpoint the engine's side
     * @throws IllegalStateException where the handler is in no server
     */
    @Override
    public void start(ServerEndpoint endpoint) {
        if (handler.getServer() == null) {
            throw new IllegalStateException("Put the handler of this transport into a Jetty server first");
        }
        handler.begin(endpoint);
    }

    @Override
    public List<Lane> lanes() {
        return jettyLanes.of(handler.getServer());
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
        jettyLanes.end();
    }
}
