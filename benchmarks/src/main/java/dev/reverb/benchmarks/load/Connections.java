package dev.reverb.benchmarks.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;

/** All WebSocket connections of a run, and what they share. */
final class Connections {

    /** What a mode wants to know of connections. */
    interface Listener {

        /** A connection has become ready. */
        default void ready(PusherConnection connection, long now) {}

        /** A connection has ended, in order or not; it may be begun again at once. */
        default void gone(PusherConnection connection, PusherConnection.State was) {}

        /** A text came with something that begins as {@link Payload}'s mark does, at an offset. */
        default void data(PusherConnection connection, byte[] bytes, int mark, int end, long now) {
            throw new IllegalStateException("Nothing was published");
        }
    }

    final Options options;
    final Failures failures;
    final Payload payload;
    final Handshake handshake;
    final Subscription subscription;
    final FrameWriter frames = new FrameWriter();
    final Inflated inflated = new Inflated();

    /** From connecting to ready. */
    final Latencies connecting = new Latencies();

    /** From asking to subscribe to having it. */
    final Latencies subscribing = new Latencies();

    Listener listener = new Listener() {};

    /** Connections that open or close. */
    int pending;

    /** Connections that are open, and subscribed where that is wanted. */
    int ready;

    /** The frames that have come, headers and all. */
    long receivedBytes;

    long pings;
    long memberEvents;

    private final Loop loop;
    private final PusherConnection[] connections;
    private long swept;

    Connections(Options options, Loop loop, InetAddress host, Signer signer, Payload payload, Failures failures) {
        this.options = options;
        this.loop = loop;
        this.payload = payload;
        this.failures = failures;
        this.handshake = new Handshake(options);
        this.subscription = new Subscription(options, signer);
        this.connections = new PusherConnection[options.connections];
        for (int i = 0; i < connections.length; i++) {
            int port = options.connectionPorts.get(i % options.connectionPorts.size());
            SocketAddress server = new InetSocketAddress(host, port);
            connections[i] = new PusherConnection(this, loop, server, i, options.publishers);
        }
    }

    int count() {
        return connections.length;
    }

    /** How many have agreed on compression. */
    long compressed() {
        return Arrays.stream(connections).filter(PusherConnection::isCompressed).count();
    }

    PusherConnection get(int id) {
        return connections[id];
    }

    /** Opens all, some at a time, and waits until each is ready or has failed. */
    void openAll() {
        int next = 0;
        while ((next < connections.length || pending > 0) && !loop.isInterrupted()) {
            while (next < connections.length && pending < options.inflight) {
                connections[next++].begin();
            }
            pump(Clock.NEVER);
        }
    }

    /** Closes all that are ready, with the closing handshake. */
    void closeAll() {
        int next = 0;
        while ((next < connections.length || pending > 0) && !loop.isInterrupted()) {
            for (; next < connections.length && pending < options.inflight; next++) {
                if (connections[next].isReady()) {
                    connections[next].beginClose();
                }
            }
            if (pending > 0) {
                pump(Clock.NEVER);
            }
        }
    }

    /** One round of the loop, and now and then a look at handshakes that take too long. */
    void pump(long until) {
        loop.pump(until);
        if (pending > 0) {
            long now = Clock.now();
            if (now - swept > Clock.SECOND / 2) {
                swept = now;
                sweep(now);
            }
        }
    }

    void pumpFor(double seconds) {
        long end = Clock.now() + Clock.nanos(seconds);
        while (Clock.now() < end && !loop.isInterrupted()) {
            pump(end);
        }
    }

    private void sweep(long now) {
        long limit = Clock.nanos(options.timeout);
        for (PusherConnection connection : connections) {
            PusherConnection.State state = connection.state();
            if (state != PusherConnection.State.FREE
                    && state != PusherConnection.State.READY
                    && now - connection.stepBegan() > limit) {
                failures.add(Failure.TIMEOUT, connection + ": no answer in state " + state);
                connection.drop();
            }
        }
    }
}
