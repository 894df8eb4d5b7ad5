package dev.reverb.benchmarks;

import dev.reverb.spi.MetricsRecorder;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a recorder of a real monitoring library would, since that is part of what a server costs. */
public final class CountingMetrics implements MetricsRecorder {

    private final LongAdder opened = new LongAdder();
    private final LongAdder closed = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final LongAdder receivedBytes = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder sentBytes = new LongAdder();
    private final LongAdder published = new LongAdder();
    private final LongAdder fromBus = new LongAdder();

    @Override
    public void connectionOpened(String appId) {
        opened.increment();
    }

    @Override
    public void connectionClosed(String appId) {
        closed.increment();
    }

    @Override
    public void messageReceived(String appId, int bytes) {
        received.increment();
        receivedBytes.add(bytes);
    }

    @Override
    public void messagesSent(String appId, int frames, long bytes) {
        sent.add(frames);
        sentBytes.add(bytes);
    }

    @Override
    public void eventPublished(String appId) {
        published.increment();
    }

    @Override
    public void busEventReceived(String appId) {
        fromBus.increment();
    }

    @Override
    public String toString() {
        return "opened " + opened + ", closed " + closed + ", received " + received + " (" + receivedBytes
                + " bytes), sent " + sent + " (" + sentBytes + " bytes), published " + published + ", from the bus "
                + fromBus;
    }
}
