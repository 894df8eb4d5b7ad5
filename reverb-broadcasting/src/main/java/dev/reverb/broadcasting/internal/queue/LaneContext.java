package dev.reverb.broadcasting.internal.queue;

import dev.reverb.broadcasting.spi.BroadcastDelivery;
import dev.reverb.internal.retry.Backoff;
import java.util.concurrent.Executor;

/** What all lanes of a queue share. */
record LaneContext(QueueSettings settings, BroadcastDelivery delivery, Executor workers, Backoff backoff) {}
