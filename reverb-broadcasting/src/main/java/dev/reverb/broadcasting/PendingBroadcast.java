package dev.reverb.broadcasting;

import java.util.List;

/**
 * An event on its way, from {@link Broadcaster#event}: to whom it does not go, and by which connections. Nothing is sent before
 * {@link #send} or {@link #sendNow}. Not thread-safe.
 */
public final class PendingBroadcast {

    private final Broadcaster broadcaster;
    private final ShouldBroadcast event;
    private final Routing routing = new Routing();

    PendingBroadcast(Broadcaster broadcaster, ShouldBroadcast event) {
        this.broadcaster = broadcaster;
        this.event = event;
    }

    /**
     * Leaves out the connection of the request at hand, which {@link SocketIdScope} knows now. Outside any request it leaves nobody out.
     *
     * @return this
     */
    public PendingBroadcast toOthers() {
        routing.toOthers();
        return this;
    }

    /**
     * Leaves out a connection.
     *
     * @param socketId its socket id as the client said it; what is none leaves nobody out
     * @return this
     */
    public PendingBroadcast toOthers(String socketId) {
        routing.toOthers(socketId);
        return this;
    }

    /**
     * Sends it by these connections, whatever the event itself says.
     *
     * @param connections names that the broadcaster knows; at least one
     * @return this
     */
    public PendingBroadcast via(String... connections) {
        routing.via(List.of(connections));
        return this;
    }

    /**
     * Sends it, as {@link Broadcaster#send} does.
     *
     * @throws BroadcastException as that
     */
    public void send() {
        broadcaster.broadcast(event, routing, event instanceof ShouldBroadcastNow);
    }

    /**
     * Sends it at once, as {@link Broadcaster#sendNow} does; so of a {@link ShouldBroadcastAfterCommit} within a transaction it
     * returns before it is sent.
     *
     * @throws BroadcastException as that
     */
    public void sendNow() {
        broadcaster.broadcast(event, routing, true);
    }
}
