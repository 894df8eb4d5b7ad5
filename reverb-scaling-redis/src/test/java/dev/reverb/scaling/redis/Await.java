package dev.reverb.scaling.redis;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another process does. */
public final class Await {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private Await() {}

    /** Returns once something is so, and fails where it is not within 30 s. */
    public static void until(BooleanSupplier isSo) {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Not so after " + TIMEOUT);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
