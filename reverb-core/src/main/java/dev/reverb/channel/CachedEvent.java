package dev.reverb.channel;

/**
 * The event that a cache channel keeps.
 *
 * @param event the event's name
 * @param data its data, as it was published
 * @param ttl for how many more seconds it is kept
 */
public record CachedEvent(String event, String data, int ttl) {}
