package dev.reverb.applications.caching;

import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A source that answers when the test says so, and knows what it was asked. */
final class FakeSource implements ApplicationProvider, AutoCloseable {

    /** One question. */
    record Asked(String name, CompletableFuture<Optional<Application>> answer) {

        void found(Application application) {
            answer.complete(Optional.of(application));
        }

        void none() {
            answer.complete(Optional.empty());
        }

        void fails() {
            answer.completeExceptionally(new IllegalStateException("away"));
        }
    }

    final List<Asked> asked = new ArrayList<>();
    boolean closed;

    @Override
    public CompletionStage<Optional<Application>> findByKey(String key) {
        return ask("key " + key);
    }

    @Override
    public CompletionStage<Optional<Application>> findById(String id) {
        return ask("id " + id);
    }

    private CompletionStage<Optional<Application>> ask(String name) {
        CompletableFuture<Optional<Application>> answer = new CompletableFuture<>();
        asked.add(new Asked(name, answer));
        return answer;
    }

    /** The last question; there were so many in all. */
    Asked last(int inAll) {
        if (asked.size() != inAll) {
            throw new AssertionError("Asked " + asked.size() + " times, not " + inAll + ": " + asked);
        }
        return asked.get(inAll - 1);
    }

    @Override
    public void close() {
        closed = true;
    }
}
