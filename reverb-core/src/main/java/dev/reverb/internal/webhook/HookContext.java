package dev.reverb.internal.webhook;

import dev.reverb.internal.retry.Backoff;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;
import dev.reverb.spi.WebhookSender;

/** What the hooks of all applications share. */
record HookContext(
        Scheduler scheduler, Ticker ticker, WebhookSender sender, MetricsRecorder metrics, Backoff backoff) {}
