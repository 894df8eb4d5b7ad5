package dev.reverb.broadcasting;

/**
 * An event of a transaction: sent when that has been committed, never when it is rolled back, and at once where there is none, as
 * {@link dev.reverb.broadcasting.spi.TransactionBinding} says. Goes together with {@link ShouldBroadcastNow}.
 *
 * <p>All of it is asked and rendered after the commit, on the committing thread: ids that the database gives are there by then. Only the
 * socket id of {@code toOthers} is read when it is called.
 */
public interface ShouldBroadcastAfterCommit {}
