/**
 * What users are told of, in the form that Echo's {@code notification} expects: {@link
 * dev.reverb.broadcasting.notification.Notifications} makes a {@link
 * dev.reverb.broadcasting.notification.BroadcastNotificationCreated} of a {@link
 * dev.reverb.broadcasting.notification.BroadcastNotification} for each of those who are notified, and hands it to the {@link
 * dev.reverb.broadcasting.Broadcaster}.
 */
package dev.reverb.broadcasting.notification;
