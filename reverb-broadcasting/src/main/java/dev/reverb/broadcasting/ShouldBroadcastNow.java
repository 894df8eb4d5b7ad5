package dev.reverb.broadcasting;

/**
 * An event that is sent at once, on the thread that sends it, past the queue: {@link Broadcaster#send} does what
 * {@link Broadcaster#sendNow} does.
 */
public interface ShouldBroadcastNow extends ShouldBroadcast {}
