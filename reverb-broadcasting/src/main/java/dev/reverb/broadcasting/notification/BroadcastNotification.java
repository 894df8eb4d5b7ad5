package dev.reverb.broadcasting.notification;

import dev.reverb.broadcasting.Channel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that users are told of, whatever page they are on: what {@code Echo.private('App.Models.User.1').notification(…)} hears.
 *
 * <pre>{@code
 * record InvoicePaid(long invoice, BigDecimal amount) implements BroadcastNotification {}
 *
 * notifications.send(user, new InvoicePaid(invoice.id(), invoice.amount()));
 * }</pre>
 *
 * <p>The page gets the notification's data, with an {@code id} of its own for each of those who are notified, and a {@code type}.
 */
public interface BroadcastNotification {

    /**
     * The data.
     *
     * @param notifiable who is notified
     * @return what Jackson writes as an object; this notification by default. An {@code id} or {@code type} in it gives way to the
     *     notification's own.
     */
    default Object toBroadcast(Object notifiable) {
        return this;
    }

    /**
     * What pages tell notifications apart by.
     *
     * @return the {@code type}; null, the default, for the type's name in the configured namespace: {@code
     *     App\Notifications\InvoicePaid}
     */
    default @Nullable String broadcastType() {
        return null;
    }

    /**
     * Where it is broadcast, in place of the notifiable's own channel.
     *
     * @return channels; empty, the default, for the notifiable's own
     */
    default List<? extends Channel> broadcastOn() {
        return List.of();
    }

    /**
     * The event's name. Where it is not the default, pages listen for it with {@code listen} in place of {@code notification}.
     *
     * @return the whole name; null, the default, for that which Echo's {@code notification} listens to
     */
    default @Nullable String broadcastAs() {
        return null;
    }

    /**
     * Tells whether to send it after all.
     *
     * @param notifiable who is notified
     * @return true by default
     */
    default boolean shouldSend(Object notifiable) {
        return true;
    }

    /**
     * The queue that it waits in.
     *
     * @return its name; null, the default, for the default queue
     */
    default @Nullable String broadcastQueue() {
        return null;
    }

    /**
     * The connections that it is sent over.
     *
     * @return their names; empty, the default, for the default connection
     */
    default List<String> broadcastConnections() {
        return List.of();
    }
}
