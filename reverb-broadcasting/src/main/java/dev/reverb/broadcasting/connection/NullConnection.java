package dev.reverb.broadcasting.connection;

import dev.reverb.broadcasting.spi.BroadcastConnection;
import dev.reverb.broadcasting.spi.BroadcastMessage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends nothing anywhere. */
public final class NullConnection implements BroadcastConnection {

    private NullConnection() {}

    /**
     * A connection to nowhere.
     *
     * @return a connection
     */
    public static NullConnection create() {
        return new NullConnection();
    }

    @Override
    public CompletionStage<Void> publish(BroadcastMessage message) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public int maxBatchSize() {
        return Integer.MAX_VALUE;
    }

    @Override
    public CompletionStage<Void> publishBatch(List<BroadcastMessage> batch) {
        return CompletableFuture.completedFuture(null);
    }
}
