package dev.reverb.spring.boot;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.util.concurrent.atomic.LongAdder;

/** The meters of one application, tagged {@code app}. Their names are kept: dashboards are built on them. */
final class ApplicationMeters {

    private static final String TAG = "app";

    final LongAdder open = new LongAdder();
    final Counter opened;
    final Counter pruned;
    final Counter slow;
    final Counter droppedBytes;
    final Counter received;
    final Counter receivedBytes;
    final Counter limited;
    final Counter interceptionsFailed;
    final Counter sent;
    final Counter sentBytes;
    final Counter published;
    final Counter publishRefused;
    final Counter eventsOfBus;
    final Counter hooksDelivered;
    final Counter hooksFailed;
    final Counter hookEventsDelivered;
    final Counter hookEventsDropped;

    private final MeterRegistry registry;
    private final String appId;

    ApplicationMeters(MeterRegistry registry, String appId) {
        this.registry = registry;
        this.appId = appId;
        Gauge.builder("reverb.connections", open, LongAdder::sum)
                .description("Open connections")
                .tag(TAG, appId)
                .register(registry);
        opened = counter("reverb.connections.opened", "Connections accepted");
        pruned = counter("reverb.connections.pruned", "Connections closed because they did not answer a ping");
        slow = counter("reverb.connections.slow", "Connections closed because too much waited for them");
        droppedBytes = bytes("reverb.data.dropped", "What connections that were too slow did not get");
        received = counter("reverb.messages.received", "Messages of clients");
        receivedBytes = bytes("reverb.data.received", "Messages of clients");
        limited = counter("reverb.messages.limited", "Messages of clients refused by a rate limit");
        interceptionsFailed = counter(
                "reverb.interceptions.failed",
                "Connections, subscriptions and client events refused because an interceptor failed");
        sent = counter("reverb.messages.sent", "Messages to clients, one for each that gets it");
        sentBytes = bytes("reverb.data.sent", "Messages to clients, with their frames' headers");
        published = counter("reverb.events.published", "Events published");
        publishRefused = counter("reverb.events.refused", "Publishes refused because too much waited before them");
        eventsOfBus = counter(
                "reverb.scaling.events.received",
                "Events that came from the scaling back-end, this server's own among them");
        hooksDelivered = counter("reverb.webhooks.delivered", "Requests that webhooks took");
        hooksFailed = counter("reverb.webhooks.failed", "Requests that webhooks did not take");
        hookEventsDelivered = counter("reverb.webhooks.events.delivered", "Events that webhooks took");
        hookEventsDropped = counter("reverb.webhooks.events.dropped", "Events that webhooks will never be told");
    }

    private Counter counter(String name, String description) {
        return builder(name, description).register(registry);
    }

    private Counter bytes(String name, String description) {
        return builder(name, description).baseUnit(BaseUnits.BYTES).register(registry);
    }

    private Counter.Builder builder(String name, String description) {
        return Counter.builder(name).description(description).tag(TAG, appId);
    }
}
