package dev.reverb.server.clients;

import dev.reverb.spi.MetricsRecorder;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One of several servers.
 *
 * @param server the server
 * @param connections its own, since the server counts those of all
 */
record ClusterNode(RunningServer server, Connections connections) {

    /** How many connections are open on this node. */
    int open() {
        return connections.open.get();
    }

    /** Counts the connections of one node. */
    static final class Connections implements MetricsRecorder {

        private final AtomicInteger open = new AtomicInteger();

        @Override
        public void connectionOpened(String appId) {
            open.incrementAndGet();
        }

        @Override
        public void connectionClosed(String appId) {
            open.decrementAndGet();
        }
    }
}
