package dev.reverb.scaling.redis;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what others bring about. */
public final class Await {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(1);

    private Await() {}

    /** Returns once something is so, and fails where it is not within 30 s. */
    public static void until(BooleanSupplier isSo) {
        until("what was expected", isSo);
    }

    /** Returns once something is so, and fails with its name where it is not within 30 s. */
    public static void until(String what, BooleanSupplier isSo) {
        long begin = System.nanoTime();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() - begin > TIMEOUT.toNanos()) {
                throw new AssertionError("Not so after " + TIMEOUT + ": " + what);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Returns what a stage completes with, throws what it fails with, and fails where it does neither within 30 s. */
    public static <T> T done(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("Not done after " + TIMEOUT, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        }
    }
}
