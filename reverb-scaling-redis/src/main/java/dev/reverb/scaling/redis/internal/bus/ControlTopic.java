package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.spi.scaling.ScalingListener;
import java.util.function.Supplier;

/** What concerns an application as a whole: each order is told once. Runs in its {@link #queue}. */
final class ControlTopic {

    private final String appId;
    private final Supplier<ScalingListener> listener;
    private final SerialQueue queue = new SerialQueue();
    private final SeenNumbers seen = new SeenNumbers();

    ControlTopic(String appId, Supplier<ScalingListener> listener) {
        this.appId = appId;
        this.listener = listener;
    }

    SerialQueue queue() {
        return queue;
    }

    void terminate(String sender, long number, String userId) {
        if (seen.isNew(sender, number)) {
            listener.get().onTerminate(appId, userId);
        }
    }
}
