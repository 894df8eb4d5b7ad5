package dev.reverb.internal.protocol;

import dev.reverb.internal.dispatch.EventDispatcher;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.Ticker;

/** What all sessions of a server share. */
public record SessionContext(
        EventDispatcher dispatcher,
        SubscriptionGate gate,
        ConnectionCounter counter,
        Ticker ticker,
        MetricsRecorder metrics) {}
