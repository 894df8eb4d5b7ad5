package dev.reverb.tck.transport;

/** Wakes a test that waits when something has happened on another thread. */
final class Signal {

    private long count;

    synchronized void happened() {
        count++;
        notifyAll();
    }

    synchronized long count() {
        return count;
    }

    /** Waits until something happens after {@code seen}, or for a moment: not everything that a test waits for is told. */
    @SuppressWarnings("WaitNotInLoop") // KitCase.await is the loop
    synchronized void awaitAfter(long seen) {
        try {
            if (count == seen) {
                wait(5);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting", interrupted);
        }
    }
}
