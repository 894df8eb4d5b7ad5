package dev.reverb.broadcasting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.broadcasting.spi.TransactionBinding;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransactionScopeTest {

    private final TransactionBinding binding = TransactionScope.binding();
    private final List<String> sent = new ArrayList<>();

    private boolean send(String name) {
        return binding.afterCommit(() -> sent.add(name));
    }

    @Test
    void takesNothingOutsideAScope() {
        assertThat(send("early")).isFalse();
        TransactionScope.open().close();
        assertThat(send("late")).isFalse();
        assertThat(sent).isEmpty();
    }

    @Test
    void sendsInOrderOnceCommitted() {
        try (TransactionScope scope = TransactionScope.open()) {
            assertThat(send("first")).isTrue();
            assertThat(send("second")).isTrue();
            assertThat(sent).isEmpty();

            scope.committed();
            assertThat(sent).containsExactly("first", "second");

            scope.committed();
            assertThat(sent).hasSize(2);
        }
    }

    @Test
    void dropsWhatIsNotCommitted() {
        TransactionScope scope = TransactionScope.open();
        send("first");
        scope.close();

        scope.committed();
        assertThat(sent).isEmpty();
        assertThat(send("late")).isFalse();
    }

    @Test
    void anInnerTransactionIsOneOfItsOwn() {
        try (TransactionScope outer = TransactionScope.open()) {
            send("outer");
            try (TransactionScope inner = TransactionScope.open()) {
                send("inner");
                inner.committed();
            }
            assertThat(sent).containsExactly("inner");
            send("outer again");
            outer.committed();
        }
        assertThat(sent).containsExactly("inner", "outer", "outer again");
    }

    @Test
    void aFailureDoesNotKeepTheOthers() {
        try (TransactionScope scope = TransactionScope.open()) {
            binding.afterCommit(() -> {
                throw new IllegalStateException("first");
            });
            send("second");
            binding.afterCommit(() -> {
                throw new IllegalStateException("third");
            });

            assertThatThrownBy(scope::committed)
                    .hasMessage("first")
                    .satisfies(failed -> assertThat(failed.getSuppressed())
                            .extracting(Throwable::getMessage)
                            .containsExactly("third"));
        }
        assertThat(sent).containsExactly("second");
    }
}
