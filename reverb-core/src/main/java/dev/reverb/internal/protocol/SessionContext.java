package dev.reverb.internal.protocol;

import dev.reverb.application.Application;
import dev.reverb.internal.channels.FactSink;
import dev.reverb.internal.dispatch.EventDispatcher;
import dev.reverb.internal.event.EventHub;
import dev.reverb.internal.interception.Interception;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.Ticker;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What all sessions of a server share.
 *
 * @param sinks where the channels of an application tell what happens
 * @param events who is told what becomes of clients
 * @param interception asks those who have a say in what clients do; null where there are none
 */
public record SessionContext(
        EventDispatcher dispatcher,
        SubscriptionGate gate,
        ConnectionCounter counter,
        Function<Application, FactSink> sinks,
        Ticker ticker,
        MetricsRecorder metrics,
        EventHub events,
        @Nullable Interception interception) {}
