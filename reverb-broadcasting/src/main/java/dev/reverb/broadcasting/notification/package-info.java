/** Notifications to a user, as {@code Echo.notification()} takes them. */
@org.jspecify.annotations.NullMarked
package dev.reverb.broadcasting.notification;
