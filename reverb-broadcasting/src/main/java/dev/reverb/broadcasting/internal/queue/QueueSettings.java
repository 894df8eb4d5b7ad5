package dev.reverb.broadcasting.internal.queue;

import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;
import java.time.Duration;

/**
 * What a queue in memory is told; {@link dev.reverb.broadcasting.MemoryQueue.Builder} explains each and checks it.
 *
 * @param maxMessages that wait in a lane
 * @param maxBytes that wait in a lane
 * @param maxConcurrent batches of a lane that are under way or wait to be tried again
 */
public record QueueSettings(
        int maxMessages,
        long maxBytes,
        int maxConcurrent,
        Duration retryFor,
        Duration drainTimeout,
        Ticker ticker,
        Scheduler scheduler) {}
