package dev.reverb.internal.channels;

import dev.reverb.spi.scaling.ChannelFullException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * A user of a {@link ClusterChannel} as far as this server's connections go. From the first of them on, the others wait
 * until all servers know the user. Touched in the channel's mailbox only.
 */
final class LocalMember {

    private record Waiting(Subscription subscription, CompletableFuture<Void> prepared) {}

    private final String userId;
    private final List<Waiting> waiting = new ArrayList<>(1);
    private boolean added;

    /** Those that have joined or been prepared, or wait for that. */
    int connections;

    LocalMember(String userId) {
        this.userId = userId;
    }

    String userId() {
        return userId;
    }

    boolean isAdded() {
        return added;
    }

    void await(Subscription subscription, CompletableFuture<Void> prepared) {
        waiting.add(new Waiting(subscription, prepared));
    }

    /** All servers know the user. */
    void added() {
        added = true;
        waiting.forEach(each -> each.prepared().complete(null));
        waiting.clear();
    }

    /**
     * The user is not let in. Where the channel is full, the join will find itself unexpected, and say so.
     *
     * @param forget is told of each who had waited
     */
    void refuse(Throwable why, Consumer<Subscription> forget) {
        Throwable cause = why instanceof CompletionException && why.getCause() != null ? why.getCause() : why;
        for (Waiting each : waiting) {
            forget.accept(each.subscription());
            if (cause instanceof ChannelFullException) {
                each.prepared().complete(null);
            } else {
                each.prepared().completeExceptionally(cause);
            }
        }
        waiting.clear();
    }
}
