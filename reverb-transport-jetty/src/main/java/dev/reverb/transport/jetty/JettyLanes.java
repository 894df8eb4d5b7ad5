package dev.reverb.transport.jetty;

import dev.reverb.spi.transport.ConnectionLane;
import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.ServerEndpoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Finds the lane of a connection. Any thread. */
final class JettyLanes {

    private final Map<ManagedSelector, SelectorLane> selectorLanes = new ConcurrentHashMap<>();
    private final Map<Lane, EngineLane> engineLanes = new ConcurrentHashMap<>();

    /** The lanes of all selectors that a server has. */
    List<Lane> of(Server server) {
        List<Lane> lanes = new ArrayList<>();
        for (Connector connector : server.getConnectors()) {
            selectors(connector).forEach(selector -> lanes.add(lane(selector, connector)));
        }
        return lanes;
    }

    /**
     * The lane of a connection: that of its selector, or the engine's next where it has none.
     *
     * @param endPoint the connection's, with TLS or without
     */
    ConnectionLane of(EndPoint endPoint, Connector connector, ServerEndpoint endpoint) {
        EndPoint innermost = endPoint;
        while (innermost instanceof EndPoint.Wrapper wrapper) {
            innermost = wrapper.unwrap();
        }
        if (innermost instanceof SocketChannelEndPoint socket) {
            for (ManagedSelector selector : selectors(connector)) {
                // An endpoint does not tell its selector, but its channel knows whether it is registered there.
                if (socket.getChannel().keyFor(selector.getSelector()) != null) {
                    return lane(selector, connector);
                }
            }
        }
        return engineLanes.computeIfAbsent(endpoint.nextLane(), EngineLane::new);
    }

    private static Collection<ManagedSelector> selectors(Connector connector) {
        return connector instanceof ServerConnector sockets
                ? sockets.getSelectorManager().getBeans(ManagedSelector.class)
                : List.of();
    }

    private SelectorLane lane(ManagedSelector selector, Connector connector) {
        SelectorLane lane = selectorLanes.get(selector);
        return lane != null
                ? lane
                : selectorLanes.computeIfAbsent(
                        selector, unknown -> new SelectorLane(unknown, connector.getScheduler()));
    }

    /** Ends all connections, waits until each was told, and ends the lanes but not the selectors. */
    void end() {
        List<ConnectionLane> lanes = new ArrayList<>(selectorLanes.values());
        lanes.addAll(engineLanes.values());
        ConnectionLane.endAll(lanes);
        selectorLanes.values().forEach(SelectorLane::end);
        selectorLanes.clear();
        engineLanes.clear();
    }
}
