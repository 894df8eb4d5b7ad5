package dev.reverb.internal.webhook;

import static dev.reverb.internal.webhook.HookTester.added;
import static dev.reverb.internal.webhook.HookTester.occupied;
import static dev.reverb.internal.webhook.HookTester.occupiedFrom;
import static dev.reverb.internal.webhook.HookTester.removed;
import static dev.reverb.internal.webhook.HookTester.vacated;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The last things that hooks are told. */
class FlushTest {

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    @Test
    void withoutHooksThereIsNothingToWaitFor() {
        HookTester tester = HookTester.of(settings -> settings.webhooks(List.of()));
        assertThat(tester.webhooks.flush(TEN_SECONDS).toCompletableFuture()).isCompleted();
        tester.webhooks.stop();
        assertThat(tester.hooks.closed()).isEqualTo(1);
    }

    @Test
    void whereNothingWaitsItIsOverAtOnce() {
        HookTester tester =
                HookTester.of(settings -> settings).tell(occupied("a")).advance(50);
        assertThat(tester.flush(TEN_SECONDS)).isCompleted();
        assertThat(tester.clock.pendingTasks()).isZero();
    }

    @Test
    void graceAndBatchTimesEnd() {
        HookTester tester = HookTester.of(settings -> settings.webhookBatchTime(Duration.ofMinutes(1)));
        tester.tell(
                occupied("presence-a"), added("presence-a", "7"), removed("presence-a", "7"), vacated("presence-a"));
        CompletableFuture<Void> flushed = tester.flush(TEN_SECONDS);
        assertThat(flushed).isCompleted();
        assertThat(tester.hook.taken())
                .containsExactly(
                        occupied("presence-a"),
                        added("presence-a", "7"),
                        removed("presence-a", "7"),
                        vacated("presence-a"));
        tester.tell(occupied("late"), vacated("late"), occupied("late")).advance(50);
        assertThat(tester.hook.taken())
                .as("while it goes on")
                .endsWith(occupied("late"), vacated("late"), occupied("late"));
        tester.webhooks.stop();
        assertThat(tester.clock.pendingTasks()).isZero();
        assertThat(tester.counts.dropped).isZero();
    }

    @Test
    void manyBatchesGoOneAfterTheOther() {
        HookTester tester = HookTester.start();
        tester.hook.hanging();
        tester.tellOccupied(0, 250);
        CompletableFuture<Void> flushed = tester.flush(TEN_SECONDS);
        for (int batch = 0; batch < 3; batch++) {
            assertThat(flushed).isNotDone();
            tester.hook.answerOldest(200);
            tester.turn();
        }
        assertThat(flushed).isCompleted();
        assertThat(tester.hook.taken()).isEqualTo(occupiedFrom(0, 250));
    }

    @Test
    void aHookThatFailedBeforeHasOneAttempt() {
        HookTester tester = HookTester.withOther();
        tester.hook.answering(500);
        tester.tellOccupied(0, 150).advance(4_000);
        int before = tester.hook.requests().size();
        assertThat(tester.flush(TEN_SECONDS)).isCompleted();
        assertThat(tester.hook.requests()).hasSize(before + 1);
        assertThat(tester.counts.dropped).isEqualTo(150);
        assertThat(tester.other.taken()).hasSize(150);
    }

    @Test
    void whereThatSucceedsTheRestFollows() {
        HookTester tester = HookTester.start();
        tester.hook.answering(500);
        tester.tellOccupied(0, 150).advance(4_000);
        tester.hook.answering(200);
        assertThat(tester.flush(TEN_SECONDS)).isCompleted();
        assertThat(tester.hook.taken()).isEqualTo(occupiedFrom(0, 150));
        assertThat(tester.counts.dropped).isZero();
    }

    @Test
    void aHookThatFailsOnlyNowIsTriedAgain() {
        HookTester tester = HookTester.start().tell(occupied("a"));
        tester.hook.answering(500);
        CompletableFuture<Void> flushed = tester.flush(TEN_SECONDS);
        assertThat(flushed).isNotDone();
        tester.hook.answering(200);
        tester.advance(500);
        assertThat(flushed).isCompleted();
        assertThat(tester.hook.taken()).containsExactly(occupied("a"));
    }

    @Test
    void whenTheTimeIsOverTheRestIsDroppedAndCounted() {
        HookTester tester = HookTester.withOther();
        tester.hook.hanging();
        tester.tellOccupied(0, 150).tell(vacated("b"));
        CompletableFuture<Void> flushed = tester.flush(TEN_SECONDS.minusMillis(1));
        tester.advance(TEN_SECONDS.minusMillis(2));
        assertThat(flushed).isNotDone();
        tester.advance(1);
        assertThat(flushed).isCompleted();
        CompletableFuture<?> open = tester.hook.unanswered().get(0);
        assertThat(tester.counts.dropped).isZero();
        tester.webhooks.stop();
        assertThat(open).isCancelled();
        assertThat(tester.counts.dropped).isEqualTo(151);
        assertThat(tester.other.taken()).hasSize(151);
        assertThat(tester.clock.pendingTasks()).isZero();
        assertThat(tester.hooks.closed()).isEqualTo(1);
    }

    @Test
    void withoutAFlushWhatWaitsAnywhereIsCounted() {
        HookTester tester = HookTester.of(settings -> settings);
        tester.hook.hanging();
        tester.tellOccupied(0, 100).turn();
        tester.tell(vacated("held")).turn();
        tester.tell(occupied("c100")).advance(100);
        tester.tell(occupied("c101"));
        tester.webhooks.stop();
        assertThat(tester.counts.dropped).isEqualTo(103);
        tester.tell(occupied("later")).advance(60_000);
        assertThat(tester.hook.requests()).hasSize(1);
        assertThat(tester.clock.pendingTasks()).isZero();
    }
}
