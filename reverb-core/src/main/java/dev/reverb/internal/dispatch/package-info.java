/**
 * The way of an event into its channels: admitted to all of them or to none, then encoded once per channel and posted to the
 * channels' mailboxes.
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.internal.dispatch;
