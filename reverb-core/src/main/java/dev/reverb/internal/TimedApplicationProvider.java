package dev.reverb.internal;

import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.spi.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

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
        try {
            return inTime(provider.findByKey(key));
        } catch (RuntimeException broken) {
            return CompletableFuture.failedFuture(broken);
        }
    }

    @Override
    public CompletionStage<Optional<Application>> findById(String id) {
        try {
            return inTime(provider.findById(id));
        } catch (RuntimeException broken) {
            return CompletableFuture.failedFuture(broken);
        }
    }

    private CompletionStage<Optional<Application>> inTime(CompletionStage<Optional<Application>> stage) {
        CompletableFuture<Optional<Application>> answer = stage.toCompletableFuture();
        return answer.isDone() ? checked(answer) : firstOf(answer);
    }

    private CompletionStage<Optional<Application>> firstOf(CompletableFuture<Optional<Application>> answer) {
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
