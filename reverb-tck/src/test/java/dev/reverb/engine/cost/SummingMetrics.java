package dev.reverb.engine.cost;

import dev.reverb.spi.MetricsRecorder;
import java.util.concurrent.atomic.LongAdder;

/** Counts what is sent and received, as a recorder of a monitoring library does, and allocates nothing. */
final class SummingMetrics implements MetricsRecorder {

    final LongAdder received = new LongAdder();
    final LongAdder sent = new LongAdder();
    final LongAdder sentBytes = new LongAdder();
    final LongAdder published = new LongAdder();

    @Override
    public void messageReceived(String appId, int bytes) {
        received.increment();
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
}
