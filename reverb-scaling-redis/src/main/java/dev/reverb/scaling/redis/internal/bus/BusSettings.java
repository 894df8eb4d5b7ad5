package dev.reverb.scaling.redis.internal.bus;

import java.time.Duration;

/**
 * What a bus keeps to. The public builder says what each is, and checks it.
 *
 * @param prefix what all keys and topics begin with
 * @param timeout how long Redis may leave a command unanswered before it is taken to be away
 * @param lease how long a node that is silent is still taken to be alive
 * @param linger how long a channel that nobody follows any more stays subscribed to
 * @param tick how long subscriptions and numbers wait to go out together
 * @param maxBufferedMessages how many messages are under way or wait
 * @param maxBufferedBytes how many bytes these are
 * @param maxBufferedAge how long a message waits for Redis to come back
 */
public record BusSettings(
        String prefix,
        Duration timeout,
        Duration lease,
        Duration linger,
        Duration tick,
        int maxBufferedMessages,
        long maxBufferedBytes,
        Duration maxBufferedAge) {}
