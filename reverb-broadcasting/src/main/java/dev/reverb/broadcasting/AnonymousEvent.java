package dev.reverb.broadcasting;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * An event without a class of its own:
 *
 * <pre>{@code
 * broadcaster.on("orders." + order.id()).named("OrderPlaced").with(order).send();     // Java
 * Echo.channel('orders.7').listen('.OrderPlaced', order => …)                         // the browser: with a dot
 * }</pre>
 *
 * <p>Nothing is sent before {@link #send} or {@link #sendNow}; each call sends it once more. Not thread-safe.
 */
public final class AnonymousEvent {

    /** What it is called where {@link #named} does not say: {@value}. */
    public static final String DEFAULT_NAME = "AnonymousEvent";

    private final Broadcaster broadcaster;
    private final List<Channel> channels = new ArrayList<>();
    private final Routing routing = new Routing();
    private String name = DEFAULT_NAME;
    private Object data = Map.of();

    AnonymousEvent(Broadcaster broadcaster) {
        this.broadcaster = broadcaster;
    }

    /**
     * Adds channels by their whole names.
     *
     * @param names such as {@code orders}
     * @return this
     * @throws IllegalArgumentException where one is no channel name
     */
    public AnonymousEvent on(String... names) {
        return add(Channel::new, names);
    }

    /**
     * Adds channels.
     *
     * @param more of any type
     * @return this
     */
    public AnonymousEvent on(Channel... more) {
        channels.addAll(List.of(more));
        return this;
    }

    /**
     * Adds private channels.
     *
     * @param names without the prefix
     * @return this
     * @throws IllegalArgumentException where one is no channel name
     */
    public AnonymousEvent onPrivate(String... names) {
        return add(PrivateChannel::new, names);
    }

    /**
     * Adds presence channels.
     *
     * @param names without the prefix
     * @return this
     * @throws IllegalArgumentException where one is no channel name
     */
    public AnonymousEvent onPresence(String... names) {
        return add(PresenceChannel::new, names);
    }

    /**
     * Adds encrypted channels.
     *
     * @param names without the prefix
     * @return this
     * @throws IllegalArgumentException where one is no channel name
     */
    public AnonymousEvent onEncryptedPrivate(String... names) {
        return add(EncryptedPrivateChannel::new, names);
    }

    private AnonymousEvent add(Function<String, Channel> type, String... names) {
        for (String each : names) {
            channels.add(type.apply(each));
        }
        return this;
    }

    /**
     * Names it.
     *
     * @param event the name as it goes over the wire; {@value #DEFAULT_NAME} by default
     * @return this
     */
    public AnonymousEvent named(String event) {
        name = event;
        return this;
    }

    /**
     * Says what goes along.
     *
     * @param payload a record, a bean, a map, written as JSON when it is sent; an empty object by default
     * @return this
     */
    public AnonymousEvent with(Object payload) {
        data = payload;
        return this;
    }

    /**
     * Leaves out the connection of the request at hand, as {@link PendingBroadcast#toOthers()}.
     *
     * @return this
     */
    public AnonymousEvent toOthers() {
        routing.toOthers();
        return this;
    }

    /**
     * Leaves out a connection, as {@link PendingBroadcast#toOthers(String)}.
     *
     * @param socketId its socket id
     * @return this
     */
    public AnonymousEvent toOthers(String socketId) {
        routing.toOthers(socketId);
        return this;
    }

    /**
     * Sends it by these connections in place of the default one.
     *
     * @param connections names that the broadcaster knows; at least one
     * @return this
     */
    public AnonymousEvent via(String... connections) {
        routing.via(List.of(connections));
        return this;
    }

    /**
     * Sends it through the queue, as {@link Broadcaster#send} does.
     *
     * @throws BroadcastException as that
     */
    public void send() {
        broadcaster.broadcast(content(), routing, false);
    }

    /**
     * Sends it at once, as {@link Broadcaster#sendNow} does.
     *
     * @throws BroadcastException as that
     */
    public void sendNow() {
        broadcaster.broadcast(content(), routing, true);
    }

    private ShouldBroadcast content() {
        return new Content(List.copyOf(channels), name, data);
    }

    /** What it has become when it is sent. */
    record Content(List<Channel> broadcastOn, String broadcastAs, Object broadcastWith) implements ShouldBroadcast {}
}
