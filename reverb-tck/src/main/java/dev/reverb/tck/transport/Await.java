package dev.reverb.tck.transport;

import static org.assertj.core.api.Assertions.fail;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads bring about. */
public final class Await {

    private static final long DEADLINE = 10_000_000_000L;
    private static final long INTERVAL = 1_000_000;

    private Await() {}

    /**
     * Returns as soon as a condition holds.
     *
     * @param what what is waited for, for the message
     * @param condition asked again and again, once a millisecond
     * @throws AssertionError where it does not hold within ten seconds
     */
    public static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + DEADLINE;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                fail("Waited too long for: " + what);
            }
            LockSupport.parkNanos(INTERVAL);
        }
    }
}
