package dev.reverb.spring.boot;

import dev.reverb.spi.MetricsRecorder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts in meters that are looked up once for each application. Any thread. */
final class MicrometerRecorder implements MetricsRecorder {

    private final MeterRegistry registry;
    private final ConcurrentHashMap<String, ApplicationMeters> applications = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Integer, Counter> refused = new ConcurrentHashMap<>();

    /** 1 until the engine tells otherwise: it does not start without its scaling back-end, and tells of changes only. */
    private final AtomicInteger availability = new AtomicInteger(1);

    private final Counter listenerEventsDropped;

    MicrometerRecorder(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("reverb.scaling.available", availability, AtomicInteger::get)
                .description("1, or 0 while the scaling back-end is away; 1 for a server that runs alone, too")
                .register(registry);
        listenerEventsDropped = Counter.builder("reverb.listeners.events.dropped")
                .description("Events that listeners were not told, since too many waited")
                .register(registry);
    }

    private ApplicationMeters of(String appId) {
        // The common case without computeIfAbsent, which locks where the key shares a bin.
        ApplicationMeters known = applications.get(appId);
        return known != null ? known : applications.computeIfAbsent(appId, id -> new ApplicationMeters(registry, id));
    }

    @Override
    public void connectionOpened(String appId) {
        ApplicationMeters meters = of(appId);
        meters.open.increment();
        meters.opened.increment();
    }

    @Override
    public void connectionClosed(String appId) {
        of(appId).open.decrement();
    }

    @Override
    public void connectionRefused(int code) {
        refused.computeIfAbsent(
                        code,
                        told -> Counter.builder("reverb.connections.refused")
                                .description(
                                        "Connections refused after their upgrade, by the error code that they were told")
                                .tag("code", Integer.toString(told))
                                .register(registry))
                .increment();
    }

    @Override
    public void connectionPruned(String appId) {
        of(appId).pruned.increment();
    }

    @Override
    public void slowConsumerClosed(String appId, long droppedBytes) {
        ApplicationMeters meters = of(appId);
        meters.slow.increment();
        meters.droppedBytes.increment((double) droppedBytes);
    }

    @Override
    public void messageReceived(String appId, int bytes) {
        ApplicationMeters meters = of(appId);
        meters.received.increment();
        meters.receivedBytes.increment(bytes);
    }

    @Override
    public void messagesSent(String appId, int frames, long bytes) {
        ApplicationMeters meters = of(appId);
        meters.sent.increment(frames);
        meters.sentBytes.increment((double) bytes);
    }

    @Override
    public void rateLimited(String appId) {
        of(appId).limited.increment();
    }

    @Override
    public void interceptionFailed(String appId) {
        of(appId).interceptionsFailed.increment();
    }

    @Override
    public void eventPublished(String appId) {
        of(appId).published.increment();
    }

    @Override
    public void publishRefused(String appId) {
        of(appId).publishRefused.increment();
    }

    @Override
    public void busEventReceived(String appId) {
        of(appId).eventsOfBus.increment();
    }

    @Override
    public void scalingAvailable(boolean available) {
        availability.set(available ? 1 : 0);
    }

    @Override
    public void webhookDelivered(String appId, int events) {
        ApplicationMeters meters = of(appId);
        meters.hooksDelivered.increment();
        meters.hookEventsDelivered.increment(events);
    }

    @Override
    public void webhookFailed(String appId) {
        of(appId).hooksFailed.increment();
    }

    @Override
    public void webhookDropped(String appId, int events) {
        of(appId).hookEventsDropped.increment(events);
    }

    @Override
    public void listenerEventsDropped(int events) {
        listenerEventsDropped.increment(events);
    }
}
