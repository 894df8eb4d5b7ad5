package dev.reverb.broadcasting.notification;

/**
 * Whoever hears of notifications on a channel of their own choice, such as a team on {@code teams.7}. Anything else that is notified
 * has the channel of its type and id, such as {@code App.Models.User.1}: see {@link
 * dev.reverb.broadcasting.entity.ModelNames}.
 *
 * <pre>{@code
 * notifications.send((Notifiable) notification -> "teams.7", new SprintStarted(sprint));
 * }</pre>
 */
@FunctionalInterface
public interface Notifiable {

    /**
     * The private channel for a notification.
     *
     * @param notification what is to be sent
     * @return the channel's name, without {@code private-}
     */
    String receivesBroadcastNotificationsOn(BroadcastNotification notification);
}
