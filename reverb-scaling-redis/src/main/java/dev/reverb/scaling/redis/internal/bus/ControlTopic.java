package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.spi.scaling.ScalingListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** What concerns an application as a whole: each order is told once. Runs in its {@link #queue}. */
final class ControlTopic {

    private final String appId;
    private final Supplier<ScalingListener> listener;
    private final SerialQueue queue = new SerialQueue();
    private final SeenNumbers seen = new SeenNumbers();
    private final CompletableFuture<Void> heard = new CompletableFuture<>();

    ControlTopic(String appId, Supplier<ScalingListener> listener) {
        this.appId = appId;
        this.listener = listener;
    }

    SerialQueue queue() {
        return queue;
    }

    /** Completes, for any thread, once what the others order is heard here for the first time, or there is nobody to hear. */
    CompletionStage<Void> heard() {
        return heard.copy();
    }

    /** Redis has confirmed the topic, or is away. For any thread. */
    void settled() {
        heard.complete(null);
    }

    void terminate(String sender, long number, String userId) {
        if (seen.isNew(sender, number)) {
            listener.get().onTerminate(appId, userId);
        }
    }
}
