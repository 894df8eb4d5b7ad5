package dev.reverb.broadcasting;

/**
 * An event whose failing must not disturb who sends it: what would be thrown is logged and told to {@link Broadcaster.Builder#onFailure},
 * be it a server that cannot be reached or data that is no JSON.
 */
public interface ShouldRescue {}
