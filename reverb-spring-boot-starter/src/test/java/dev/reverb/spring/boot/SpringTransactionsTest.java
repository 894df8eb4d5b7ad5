package dev.reverb.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

class SpringTransactionsTest {

    private final SpringTransactions binding = new SpringTransactions();
    private final TransactionTemplate transaction = new TransactionTemplate(new NoDatabase());
    private final List<String> sent = new ArrayList<>();

    /** Transactions without anything in them, that can be suspended. */
    private static final class NoDatabase extends AbstractPlatformTransactionManager {

        private static final long serialVersionUID = 1L;

        private boolean open;

        @Override
        protected Object doGetTransaction() {
            return new Object();
        }

        @Override
        protected boolean isExistingTransaction(Object object) {
            return open;
        }

        @Override
        protected void doBegin(Object object, TransactionDefinition definition) {
            open = true;
        }

        @Override
        protected Object doSuspend(Object object) {
            open = false;
            return object;
        }

        @Override
        protected void doResume(Object object, Object suspended) {
            open = true;
        }

        @Override
        protected void doCommit(DefaultTransactionStatus status) {
            open = false;
        }

        @Override
        protected void doRollback(DefaultTransactionStatus status) {
            open = false;
        }
    }

    private void send(String name) {
        if (!binding.afterCommit(() -> sent.add(name))) {
            sent.add(name + " at once");
        }
    }

    @Test
    void withoutATransactionNothingWaits() {
        send("event");
        assertThat(sent).containsExactly("event at once");
    }

    @Test
    void waitsForTheCommit() {
        transaction.executeWithoutResult(status -> {
            send("first");
            send("second");
            assertThat(sent).isEmpty();
        });
        assertThat(sent).containsExactly("first", "second");
    }

    @Test
    void isNotSentAfterARollback() {
        transaction.executeWithoutResult(status -> {
            send("event");
            status.setRollbackOnly();
        });
        assertThat(sent).isEmpty();
    }

    @Test
    void aTransactionOfItsOwnIsNotWaitedFor() {
        TransactionTemplate inner = new TransactionTemplate(transaction.getTransactionManager(), transaction);
        inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        transaction.executeWithoutResult(status -> {
            send("outer");
            inner.executeWithoutResult(within -> send("inner"));
            assertThat(sent).containsExactly("inner");
            status.setRollbackOnly();
        });
        assertThat(sent).containsExactly("inner");
    }

    @Test
    void aFailureKeepsNoOtherAndReachesNobody() {
        transaction.executeWithoutResult(status -> {
            binding.afterCommit(() -> {
                throw new IllegalStateException("an event that cannot be written");
            });
            send("event");
        });
        assertThat(sent).containsExactly("event");
    }
}
