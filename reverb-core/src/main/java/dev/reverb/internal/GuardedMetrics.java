package dev.reverb.internal;

import dev.reverb.spi.MetricsRecorder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a recorder that throws from breaking the engine; the first time is logged. An Error too: a registry of another
 * version than it was compiled for is a LinkageError. Written out, since a lambda for each call would be an object for each.
 */
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

    private void tell(Throwable broken) {
        if (!told) {
            told = true;
            LOG.warn("The metrics recorder throws; figures are missing. Told once.", broken);
        }
    }

    @Override
    public void connectionOpened(String appId) {
        try {
            recorder.connectionOpened(appId);
        } catch (RuntimeException | Error broken) {
            tell(broken);
        }
    }

    @Override
    public void connectionRefused(int code) {
        try {
            recorder.connectionRefused(code);
        } catch (RuntimeException | Error broken) {
            tell(broken);
        }
    }

    @Override
    public void connectionClosed(String appId) {
        try {
            recorder.connectionClosed(appId);
        } catch (RuntimeException | Error broken) {
            tell(broken);
        }
    }

    @Override
    public void messageReceived(String appId, int bytes) {
        try {
            recorder.messageReceived(appId, bytes);
        } catch (RuntimeException | Error broken) {
            tell(broken);
        }
    }

    @Override
    public void messagesSent(String appId, int frames, long bytes) {
        try {
            recorder.messagesSent(appId, frames, bytes);
        } catch (RuntimeException | Error broken) {
            tell(broken);
        }
    }

    @Override
    public void eventPublished(String appId) {
        try {
            recorder.eventPublished(appId);
        } catch (RuntimeException | Error broken) {
            tell(broken);
        }
    }

    @Override
    public void rateLimited(String appId) {
        try {
            recorder.rateLimited(appId);
        } catch (RuntimeException | Error broken) {
            tell(broken);
        }
    }

    @Override
    public void interceptionFailed(String appId) {
        try {
            recorder.interceptionFailed(appId);
        } catch (RuntimeException | Error broken) {
            tell(broken);
        }
    }

    @Override
    public void slowConsumerClosed(String appId, long droppedBytes) {
        try {
            recorder.slowConsumerClosed(appId, droppedBytes);
        } catch (RuntimeException | Error broken) {
            tell(broken);
        }
    }

    @Override
    public void connectionPruned(String appId) {
        try {
            recorder.connectionPruned(appId);
        } catch (RuntimeException | Error broken) {
            tell(broken);
        }
    }

    @Override
    public void publishRefused(String appId) {
        try {
            recorder.publishRefused(appId);
        } catch (RuntimeException | Error broken) {
            tell(broken);
        }
    }

    @Override
    public void webhookDelivered(String appId, int events) {
        try {
            recorder.webhookDelivered(appId, events);
        } catch (RuntimeException | Error broken) {
            tell(broken);
        }
    }

    @Override
    public void webhookFailed(String appId) {
        try {
            recorder.webhookFailed(appId);
        } catch (RuntimeException | Error broken) {
            tell(broken);
        }
    }

    @Override
    public void webhookDropped(String appId, int events) {
        try {
            recorder.webhookDropped(appId, events);
        } catch (RuntimeException | Error broken) {
            tell(broken);
        }
    }

    @Override
    public void busEventReceived(String appId) {
        try {
            recorder.busEventReceived(appId);
        } catch (RuntimeException | Error broken) {
            tell(broken);
        }
    }

    @Override
    public void scalingAvailable(boolean available) {
        try {
            recorder.scalingAvailable(available);
        } catch (RuntimeException | Error broken) {
            tell(broken);
        }
    }

    @Override
    public void listenerEventsDropped(int events) {
        try {
            recorder.listenerEventsDropped(events);
        } catch (RuntimeException | Error broken) {
            tell(broken);
        }
    }
}
