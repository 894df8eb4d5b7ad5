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

    /** Of the sessions that the container has not closed and that have not been dropped, whether the engine knows them or not. */
    private final Set<SessionCloser> sessions = ConcurrentHashMap.newKeySet();

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

    /** The engine has been told the end. */
    void remove(SessionConnection connection) {
        connections.remove(connection);
    }

    void add(SessionCloser session) {
        sessions.add(session);
    }

    /** The container has closed a session. */
    void remove(SessionCloser session) {
        sessions.remove(session);
    }

    /** Ends a session as soon as the container lets us. */
    void drop(SessionCloser session) {
        if (!threads.execute(() -> dropNow(session))) {
            // One that was opened while the transport stopped; nothing else would ever close it.
            dropNow(session);
        }
    }

    private void dropNow(SessionCloser session) {
        session.drop();
        sessions.remove(session);
    }

    /** Ends a session that is still there in a moment. */
    void dropLater(SessionCloser session) {
        threads.schedule(() -> drop(session), SessionCloser.LINGER);
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
        sessions.forEach(this::drop);
        threads.stop(TimeUnit.SECONDS.toMillis(STOP_TIMEOUT));
    }
}
