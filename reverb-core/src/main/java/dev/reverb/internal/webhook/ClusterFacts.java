package dev.reverb.internal.webhook;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Facts of all servers together that this one is to pass on: which number they have, and whether all hooks have had them. In its
 * application's turns, except {@link #passed}.
 */
final class ClusterFacts {

    private final String id;
    private final CompletableFuture<Void> passed = new CompletableFuture<>();

    /** Events that hooks have not had yet; and one more while it is not known how many there are. */
    private int outstanding = 1;

    ClusterFacts(String id) {
        this.id = id;
    }

    /** The same whenever, and by whichever server, these facts are told. */
    String id() {
        return id;
    }

    CompletionStage<Void> passed() {
        return passed.minimalCompletionStage();
    }

    /** An event goes to a hook. */
    void begin() {
        outstanding++;
    }

    /** Events have been taken by their hook, or given up. */
    void end(int events) {
        outstanding -= events;
        if (outstanding == 0) {
            passed.complete(null);
        }
    }

    /** This server ends; another has to pass them on. */
    void abandon() {
        passed.completeExceptionally(new IllegalStateException("The server has stopped"));
    }
}
