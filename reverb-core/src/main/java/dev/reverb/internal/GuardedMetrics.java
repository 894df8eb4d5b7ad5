package dev.reverb.internal;

import dev.reverb.spi.MetricsRecorder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a recorder that throws from breaking the engine; the first time is logged. */
final class GuardedMetrics implements MetricsRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedMetrics.class);

    private final MetricsRecorder recorder;
    private volatile boolean told;

    private GuardedMetrics(MetricsRecorder recorder) {
        this.recorder = recorder;
    }

    static MetricsRecorder of(MetricsRecorder recorder) {
        return recorder == MetricsRecorder.disabled() ? recorder : new GuardedMetrics(recorder);
    }

    private void guard(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error broken) {
            // An Error too: a registry of another version than it was compiled for is a LinkageError.
            if (!told) {
                told = true;
                LOG.warn("The metrics recorder throws; figures are missing. Told once.", broken);
            }
        }
    }

    @Override
    public void connectionOpened(String appId) {
        guard(() -> recorder.connectionOpened(appId));
    }

    @Override
    public void connectionRefused(int code) {
        guard(() -> recorder.connectionRefused(code));
    }

    @Override
    public void connectionClosed(String appId) {
        guard(() -> recorder.connectionClosed(appId));
    }

    @Override
    public void messageReceived(String appId, int bytes) {
        guard(() -> recorder.messageReceived(appId, bytes));
    }

    @Override
    public void messagesSent(String appId, int frames, long bytes) {
        guard(() -> recorder.messagesSent(appId, frames, bytes));
    }

    @Override
    public void eventPublished(String appId) {
        guard(() -> recorder.eventPublished(appId));
    }

    @Override
    public void rateLimited(String appId) {
        guard(() -> recorder.rateLimited(appId));
    }

    @Override
    public void slowConsumerClosed(String appId, long droppedBytes) {
        guard(() -> recorder.slowConsumerClosed(appId, droppedBytes));
    }

    @Override
    public void connectionPruned(String appId) {
        guard(() -> recorder.connectionPruned(appId));
    }

    @Override
    public void publishRefused(String appId) {
        guard(() -> recorder.publishRefused(appId));
    }
}
