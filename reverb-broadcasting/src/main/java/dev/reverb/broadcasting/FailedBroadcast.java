package dev.reverb.broadcasting;

import dev.reverb.broadcasting.spi.BroadcastMessage;
import java.util.Optional;

/**
 * What was not sent, and will not be. Told to {@link Broadcaster.Builder#onFailure}.
 *
 * @param event the event's name; its type's name where it failed before it had one
 * @param connection the name of the connection that it was for; empty where it failed before
 * @param message what was to be published; empty where it failed before
 * @param attempts how often it was tried; 0 where it never was
 * @param cause why
 */
public record FailedBroadcast(
        String event,
        Optional<String> connection,
        Optional<BroadcastMessage> message,
        int attempts,
        BroadcastException cause) {}
