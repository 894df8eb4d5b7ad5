package dev.reverb.broadcasting;

import dev.reverb.broadcasting.spi.BroadcastConnection;
import dev.reverb.broadcasting.spi.BroadcastMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Takes everything at once, or fails as it is told. */
final class RecordingConnection implements BroadcastConnection {

    final List<BroadcastMessage> messages = new ArrayList<>();

    @Nullable
    RuntimeException failure;

    int closed;

    @Override
    public synchronized CompletionStage<Void> publish(BroadcastMessage message) {
        messages.add(message);
        return failure == null ? CompletableFuture.completedFuture(null) : CompletableFuture.failedFuture(failure);
    }

    BroadcastMessage only() {
        if (messages.size() != 1) {
            throw new AssertionError("Expected one message, but there were " + messages);
        }
        return messages.get(0);
    }

    @Override
    public void close() {
        closed++;
    }
}
