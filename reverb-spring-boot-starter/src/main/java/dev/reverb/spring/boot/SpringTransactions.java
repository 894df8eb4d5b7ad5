package dev.reverb.spring.boot;

import dev.reverb.broadcasting.spi.TransactionBinding;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The transaction that Spring has bound to the thread, of whichever transaction manager. An event that fails after the commit is
 * logged by Spring, and keeps no other one.
 */
final class SpringTransactions implements TransactionBinding {

    @Override
    public boolean afterCommit(Runnable task) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()
                || !TransactionSynchronizationManager.isSynchronizationActive()) {
            return false;
        }
        TransactionSynchronizationManager.registerSynchronization(new AfterCommit(task));
        return true;
    }

    /** After completion, not after commit: what that throws would reach the caller of a transaction that has been committed. */
    private record AfterCommit(Runnable task) implements TransactionSynchronization {

        @Override
        public void afterCompletion(int status) {
            if (status == STATUS_COMMITTED) {
                task.run();
            }
        }
    }
}
