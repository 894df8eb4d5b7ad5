package dev.reverb.internal;

import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.spi.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Keeps the promise that every question has an answer: a provider that throws, gives null, or has not answered within
 * {@code request_timeout}, has failed. Nobody who asks here has to look for that again. Any thread.
 */
final class TimedApplicationProvider implements ApplicationProvider {

    private final ApplicationProvider provider;
    private final Scheduler scheduler;
    private final Duration timeout;

    TimedApplicationProvider(ApplicationProvider provider, Scheduler scheduler, Duration timeout) {
        this.provider = provider;
        this.scheduler = scheduler;
        this.timeout = timeout;
    }

    @Override
    public CompletionStage<Optional<Application>> findByKey(String key) {
        return ask(() -> provider.findByKey(key));
    }

    @Override
    public CompletionStage<Optional<Application>> findById(String id) {
        return ask(() -> provider.findById(id));
    }

    private CompletionStage<Optional<Application>> ask(Supplier<CompletionStage<Optional<Application>>> question) {
        CompletableFuture<Optional<Application>> answer;
        try {
            answer = question.get().toCompletableFuture();
        } catch (RuntimeException broken) {
            return CompletableFuture.failedFuture(broken);
        }
        return answer.isDone() ? checked(answer) : inTime(answer);
    }

    private CompletionStage<Optional<Application>> inTime(CompletableFuture<Optional<Application>> answer) {
        CompletableFuture<Optional<Application>> first = new CompletableFuture<>();
        Scheduler.Cancellable timer = scheduler.schedule(
                () -> first.completeExceptionally(
                        new TimeoutException("The application provider has not answered within " + timeout)),
                timeout);
        answer.whenComplete((found, failed) -> {
            timer.cancel();
            if (failed == null) {
                first.complete(found);
            } else {
                first.completeExceptionally(failed);
            }
        });
        return checked(first);
    }

    /** A null can come from code that knows nothing of null annotations. */
    @SuppressWarnings("NullAway")
    private static CompletionStage<Optional<Application>> checked(CompletableFuture<Optional<Application>> answer) {
        if (answer.isDone() && !answer.isCompletedExceptionally() && answer.join() != null) {
            return answer;
        }
        return answer.thenApply(found -> {
            if (found == null) {
                throw new IllegalStateException("The application provider answered null");
            }
            return found;
        });
    }
}
