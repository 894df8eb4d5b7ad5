package dev.reverb.transport.jakarta;

import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.spi.transport.ServerEndpoint;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What there is between a transport's start and its stop: the engine, open connections and requests, threads. Any thread. */
final class Running {

    /** How long a stop waits, for the engine to have been told all ends and for the container to be done, in seconds each. */
    private static final int STOP_TIMEOUT = 4;

    private static final HttpResponse STOPPING =
            HttpResponse.json(503, "{\"error\":\"The server is stopping.\"}").withHeader("Connection", "close");

    private final ServerEndpoint endpoint;
    private final Threads threads = new Threads();
    private final Set<SessionConnection> connections = ConcurrentHashMap.newKeySet();
    private final Set<Exchange> exchanges = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    Running(ServerEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    ServerEndpoint endpoint() {
        return endpoint;
    }

    Threads threads() {
        return threads;
    }

    void add(SessionConnection connection) {
        connections.add(connection);
        if (stopped) {
            connection.abort();
        }
    }

    void remove(SessionConnection connection) {
        connections.remove(connection);
    }

    void add(Exchange exchange) {
        exchanges.add(exchange);
        if (stopped) {
            exchange.respond(STOPPING);
        }
    }

    void remove(Exchange exchange) {
        exchanges.remove(exchange);
    }

    /** Ends everything that is open. Not to be called on a lane. */
    void stop() {
        stopped = true;
        connections.forEach(SessionConnection::abort);
        exchanges.forEach(exchange -> exchange.respond(STOPPING));
        // The lanes end behind this.
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_TIMEOUT);
        while (!connections.isEmpty()
                && System.nanoTime() - deadline < 0
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        threads.stop(TimeUnit.SECONDS.toMillis(STOP_TIMEOUT));
    }
}
