package dev.reverb.broadcasting.notification;

import dev.reverb.broadcasting.Broadcaster;
import dev.reverb.broadcasting.Channel;
import dev.reverb.broadcasting.PrivateChannel;
import dev.reverb.broadcasting.entity.ModelNames;
import dev.reverb.broadcasting.internal.TypeNames;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Sends notifications to users' pages.
 *
 * <pre>{@code
 * Notifications notifications = Notifications.builder(broadcaster)
 *         .notifications("com.example.shop.notification", "App\\Notifications")
 *         .build();
 * notifications.send(user, new InvoicePaid(invoice)); // on private-App.Models.User.1
 * }</pre>
 *
 * <p>A notification waits in the broadcaster's queue like an event, and within a transaction that the broadcaster knows of until
 * that has been committed. Safe for any thread; where a call fails, and what it costs the caller, is as with {@link
 * Broadcaster#send}.
 */
public final class Notifications {

    /** The namespace of a Laravel application's notifications. */
    public static final String DEFAULT_NAMESPACE = "App\\Notifications";

    private final Broadcaster broadcaster;
    private final ModelNames notifiables;
    private final TypeNames types;

    private Notifications(Builder builder) {
        broadcaster = builder.broadcaster;
        notifiables = builder.notifiables;
        types = builder.types;
    }

    /**
     * Sends notifications with the defaults.
     *
     * @param broadcaster what sends
     * @return the notifications
     */
    public static Notifications of(Broadcaster broadcaster) {
        return builder(broadcaster).build();
    }

    /**
     * Sends notifications by names of the application's own.
     *
     * @param broadcaster what sends
     * @return a builder with the defaults
     */
    public static Builder builder(Broadcaster broadcaster) {
        return new Builder(broadcaster);
    }

    /**
     * Notifies somebody.
     *
     * @param notifiable who: a {@link Notifiable}, or whatever has an id, such as a user
     * @param notification what they are told of
     * @return the notification's id; empty where it {@linkplain BroadcastNotification#shouldSend should not be sent}
     * @throws IllegalArgumentException where there is no channel: the notifiable has no id
     */
    public Optional<UUID> send(Object notifiable, BroadcastNotification notification) {
        if (!notification.shouldSend(notifiable)) {
            return Optional.empty();
        }
        BroadcastNotificationCreated event = event(notifiable, notification);
        broadcaster.send(event);
        return Optional.of(event.id());
    }

    /**
     * Notifies several, each by a notification with an id of its own.
     *
     * @param several who
     * @param notification what they are told of
     * @throws IllegalArgumentException where there is no channel for one of them; those before it have been notified
     */
    public void sendAll(Iterable<?> several, BroadcastNotification notification) {
        for (Object notifiable : several) {
            send(notifiable, notification);
        }
    }

    /**
     * The event that {@link #send} would send, to be sent otherwise: {@code
     * broadcaster.event(notifications.event(user, paid)).sendNow()}.
     *
     * @param notifiable who is notified
     * @param notification what they are told of
     * @return the event, with a new id
     * @throws IllegalArgumentException where there is no channel: the notifiable has no id
     */
    public BroadcastNotificationCreated event(Object notifiable, BroadcastNotification notification) {
        return new BroadcastNotificationCreated(
                UUID.randomUUID(),
                notifiable,
                notification,
                channels(notifiable, notification),
                type(notification),
                broadcaster.objectMapper());
    }

    private List<? extends Channel> channels(Object notifiable, BroadcastNotification notification) {
        List<? extends Channel> own = notification.broadcastOn();
        if (!own.isEmpty()) {
            return List.copyOf(own);
        }
        return List.of(
                notifiable instanceof Notifiable chosen
                        ? new PrivateChannel(chosen.receivesBroadcastNotificationsOn(notification))
                        : notifiables.channel(notifiable));
    }

    private String type(BroadcastNotification notification) {
        String own = notification.broadcastType();
        return own == null ? types.nameOf(notification.getClass()) : own;
    }

    /** Sets names up. Not for several threads at once. */
    public static final class Builder {

        private final Broadcaster broadcaster;
        private ModelNames notifiables = ModelNames.defaults();
        private TypeNames types = TypeNames.of(null, DEFAULT_NAMESPACE);

        private Builder(Broadcaster broadcaster) {
            this.broadcaster = Objects.requireNonNull(broadcaster, "broadcaster");
        }

        /**
         * Which channels those have who are notified.
         *
         * @param names {@link ModelNames#defaults()} by default
         * @return this builder
         */
        public Builder notifiables(ModelNames names) {
            notifiables = Objects.requireNonNull(names, "names");
            return this;
        }

        /**
         * Where the notifications' types are, and what pages call that.
         *
         * @param packageName the package, also of sub-packages
         * @param namespace with backslashes, as in PHP; {@link #DEFAULT_NAMESPACE} by default
         * @return this builder
         */
        public Builder notifications(String packageName, String namespace) {
            types = TypeNames.of(packageName, namespace);
            return this;
        }

        /**
         * Makes the notifications.
         *
         * @return the notifications
         */
        public Notifications build() {
            return new Notifications(this);
        }
    }
}
