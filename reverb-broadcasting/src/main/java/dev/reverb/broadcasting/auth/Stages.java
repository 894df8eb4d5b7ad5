package dev.reverb.broadcasting.auth;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Steps of which each is the application's code, and may end at once, later, or by an exception. */
final class Stages {

    private Stages() {}

    /** Begins a step; what it throws fails the stage, be it an error, since somebody waits for an answer. */
    static <T> CompletableFuture<T> call(Callable<? extends CompletionStage<? extends T>> step) {
        try {
            return step.call().<T>thenApply(result -> result).toCompletableFuture();
        } catch (Throwable failed) {
            return CompletableFuture.failedFuture(failed);
        }
    }

    /**
     * Goes on with the next step: on this thread where the first has ended, else on the executor, since the thread that ends it
     * may be one that must not wait.
     */
    static <T, U> CompletableFuture<U> then(
            CompletableFuture<T> first, Executor executor, Function<T, CompletableFuture<U>> next) {
        return first.isDone() ? first.thenCompose(next) : first.thenComposeAsync(next, executor);
    }

    static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
