package dev.reverb.broadcasting;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event that browsers hear of. A record is enough:
 *
 * <pre>{@code
 * record OrderShipped(long id, String carrier) implements ShouldBroadcast {
 *     public List<Channel> broadcastOn() {
 *         return List.of(new PrivateChannel("orders." + id));
 *     }
 * }
 *
 * broadcaster.send(new OrderShipped(7, "DHL"));                          // Java
 * Echo.private('orders.7').listen('OrderShipped', e => e.carrier)        // the browser
 * }</pre>
 *
 * <p>All methods are called on the thread that {@linkplain Broadcaster#send sends}, before {@code send} returns; with
 * {@link ShouldBroadcastAfterCommit} on the thread that commits. What they throw is thrown there, unless it {@link ShouldRescue}.
 */
public interface ShouldBroadcast {

    /**
     * Where it goes.
     *
     * @return the channels, any number and of any type; one that is named twice gets it once; with none, nothing is sent
     */
    List<? extends Channel> broadcastOn();

    /**
     * The event's name, taken as it is. Echo listens to such a name with a dot before it: {@code listen('.order.shipped', …)}.
     *
     * @return at most {@value dev.reverb.Publication#MAX_EVENT_NAME_LENGTH} characters; null, as by default, to name it after its type as
     *     {@link Broadcaster.Builder#events} says
     */
    default @Nullable String broadcastAs() {
        return null;
    }

    /**
     * What goes along, written as JSON by Jackson: a record, a bean, a map.
     *
     * @return the event itself by default
     */
    default Object broadcastWith() {
        return this;
    }

    /**
     * Whether it is sent at all. Asked before anything else.
     *
     * @return true by default
     */
    default boolean broadcastWhen() {
        return true;
    }

    /**
     * Which queue it waits in.
     *
     * @return the queue's name; null, as by default, for {@value Broadcaster#DEFAULT_QUEUE}
     */
    default @Nullable String broadcastQueue() {
        return null;
    }

    /**
     * Which servers it goes to, each of them.
     *
     * @return names that the {@link Broadcaster.Builder#connection Broadcaster} knows; empty, as by default, for its default connection
     */
    default List<String> broadcastConnections() {
        return List.of();
    }
}
