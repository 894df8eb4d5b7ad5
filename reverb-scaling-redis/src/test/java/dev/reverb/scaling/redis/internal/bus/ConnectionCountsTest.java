package dev.reverb.scaling.redis.internal.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.scaling.redis.internal.state.Leases.Entry;
import dev.reverb.scaling.redis.internal.state.Outcome;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionCountsTest {

    private final FakeHub hub = new FakeHub();
    private final ConnectionCounts counts = new ConnectionCounts(hub);
    private FakeSession session;

    @BeforeEach
    void connect() {
        session = new FakeSession();
        hub.standing = session.standing();
    }

    private void flush() {
        int before = session.scripts.size();
        counts.flush(hub.standing);
        if (session.scripts.size() > before && before == 0) {
            session.answer(Entry.ENTERED);
        }
    }

    private void answer() {
        session.answer(Outcome.DONE);
    }

    private int said() {
        return session.scripts.size();
    }

    private String lastSaid() {
        byte[][] arguments = session.scriptArguments.get(said() - 1);
        return new String(arguments[2], StandardCharsets.US_ASCII);
    }

    @Test
    void whatHasChangedIsSaidOnce() {
        counts.set("app", 3);
        flush();
        assertThat(lastSaid()).isEqualTo("3");
        answer();
        int before = said();

        flush();

        assertThat(said()).isEqualTo(before);
    }

    @Test
    void aZeroIsSaidAgainWhereTheConnectionBrokeBeforeItsAnswer() {
        counts.set("app", 3);
        flush();
        answer();
        counts.set("app", 0);
        flush();
        assertThat(lastSaid()).isEqualTo("0");

        session.scripts.get(said() - 1).completeExceptionally(new IllegalStateException("broken"));
        assertThat(hub.failures).hasSize(1);
        connect();
        counts.sayAgain();
        flush();

        assertThat(lastSaid()).isEqualTo("0");
    }

    @Test
    void aZeroIsForgottenOnceItIsAnswered() {
        counts.set("app", 0);
        flush();
        answer();
        connect();

        counts.sayAgain();
        flush();

        assertThat(said()).isZero();
    }

    @Test
    void aZeroIsNotForgottenWhereThereIsAnotherNumberByThen() {
        counts.set("app", 0);
        flush();
        counts.set("app", 2);
        answer();
        connect();

        counts.sayAgain();
        flush();

        assertThat(lastSaid()).isEqualTo("2");
    }
}
