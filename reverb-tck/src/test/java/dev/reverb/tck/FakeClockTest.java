package dev.reverb.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reverb.spi.Scheduler.Cancellable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FakeClockTest {

    private final FakeClock clock = new FakeClock();
    private final List<String> ran = new ArrayList<>();

    private Cancellable schedule(String name, long seconds) {
        return clock.schedule(() -> ran.add(name + "@" + secondsSinceStart()), Duration.ofSeconds(seconds));
    }

    private long secondsSinceStart() {
        return (clock.currentTimeMillis() - FakeClock.START.toEpochMilli()) / 1_000;
    }

    @Test
    void bothClocksAdvanceTogether() {
        long nanos = clock.nanoTime();
        clock.advance(Duration.ofMinutes(1));
        assertThat(clock.nanoTime() - nanos).isEqualTo(60_000_000_000L);
        assertThat(clock.now()).isEqualTo(FakeClock.START.plusSeconds(60));
    }

    @Test
    void nanoTimeSoonOverflows() {
        long nanos = clock.nanoTime();
        clock.advance(Duration.ofSeconds(11));
        assertThat(clock.nanoTime()).isNegative().isLessThan(nanos);
    }

    @Test
    void timeDoesNotGoBack() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> clock.advance(Duration.ofNanos(-1)))
                .withMessageContaining("PT-0.000000001S");
    }

    @Test
    void tasksRunAtTheirTimeInOrder() {
        schedule("b", 2);
        schedule("a", 1);
        schedule("b2", 2);
        schedule("late", 4);
        clock.advance(Duration.ofSeconds(3));
        assertThat(ran).containsExactly("a@1", "b@2", "b2@2");
        assertThat(clock.pendingTasks()).isEqualTo(1);
        assertThat(clock.untilNextTask()).contains(Duration.ofSeconds(1));
    }

    @Test
    void aTaskRunsAtTheEdgeAndNotBefore() {
        schedule("a", 1);
        clock.advance(Duration.ofSeconds(1).minusNanos(1));
        assertThat(ran).isEmpty();
        clock.advance(Duration.ofNanos(1));
        assertThat(ran).containsExactly("a@1");
    }

    @Test
    void tasksThatScheduleOthersAreFollowed() {
        clock.schedule(() -> schedule("next", 1), Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(2));
        assertThat(ran).containsExactly("next@2");
    }

    @Test
    void whatIsDueAtOnceWaitsForTheNextAdvance() {
        schedule("now", 0);
        schedule("past", -5);
        assertThat(ran).isEmpty();
        assertThat(clock.untilNextTask()).contains(Duration.ZERO);
        clock.advance(Duration.ZERO);
        assertThat(ran).containsExactly("now@0", "past@0");
    }

    @Test
    void aTaskThatIsTakenBackDoesNotRun() {
        Cancellable task = schedule("a", 1);
        task.cancel();
        task.cancel();
        clock.advance(Duration.ofSeconds(2));
        assertThat(ran).isEmpty();
        assertThat(clock.untilNextTask()).isEmpty();
    }
}
