package dev.reverb.transport.jetty;

import static org.assertj.core.api.Assertions.fail;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads bring about. */
final class Await {

    private Await() {}

    static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                fail("Waited too long for: " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
