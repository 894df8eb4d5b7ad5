package dev.reverb.examples.shop.notifications;

import dev.reverb.broadcasting.notification.BroadcastNotification;

/** An order can be fetched. */
// [notification]
public record OrderReady(long order, String text) implements BroadcastNotification {}
// [notification]
