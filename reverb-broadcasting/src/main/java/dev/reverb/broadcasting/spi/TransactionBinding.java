package dev.reverb.broadcasting.spi;

/**
 * The transaction of the thread at hand, for events that are {@link dev.reverb.broadcasting.ShouldBroadcastAfterCommit}. Safe for any
 * thread.
 */
@FunctionalInterface
public interface TransactionBinding {

    /**
     * Has a task run after the commit of the transaction that is open on this thread: once, on the committing thread, and never where it is
     * rolled back.
     *
     * @param task sends an event; may throw what sending throws
     * @return false, and the task is not taken, where no transaction is open: the event is sent at once
     */
    boolean afterCommit(Runnable task);

    /**
     * No transactions.
     *
     * @return the default: everything is sent at once
     */
    static TransactionBinding none() {
        return task -> false;
    }
}
