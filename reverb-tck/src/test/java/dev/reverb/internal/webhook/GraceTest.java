package dev.reverb.internal.webhook;

import static dev.reverb.internal.webhook.HookTester.added;
import static dev.reverb.internal.webhook.HookTester.occupied;
import static dev.reverb.internal.webhook.HookTester.removed;
import static dev.reverb.internal.webhook.HookTester.said;
import static dev.reverb.internal.webhook.HookTester.vacated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.internal.channels.Fact;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told, and when, at the edges of the grace time. Times are in whatever unit: it is 100 long. */
class GraceTest {

    private static final long GRACE = 100;

    private final List<Fact> told = new ArrayList<>();
    private final List<Long> since = new ArrayList<>();
    private final Grace grace = new Grace((fact, time) -> {
        told.add(fact);
        since.add(time);
    });

    private void take(long time, Fact... facts) {
        take(time, 1_000, facts);
    }

    private void take(long time, int max, Fact... facts) {
        for (Fact fact : facts) {
            grace.settle(time, GRACE);
            grace.take(fact, time, GRACE, max);
        }
    }

    @Test
    void aBeginningIsToldAtOnceAndAnEndingWhenItsTimeIsOver() {
        take(0, occupied("a"));
        take(10, vacated("a"));
        assertThat(told).containsExactly(occupied("a"));
        assertThat(grace.nextDue(GRACE)).isEqualTo(110);
        grace.settle(109, GRACE);
        assertThat(told).hasSize(1);
        grace.settle(110, GRACE);
        assertThat(told).containsExactly(occupied("a"), vacated("a"));
        assertThat(grace.nextDue(GRACE)).isEqualTo(Turns.NEVER);
    }

    @Test
    void whoIsBackJustInTimeHasNeverBeenAway() {
        take(0, occupied("presence-a"), added("presence-a", "7"));
        take(10, removed("presence-a", "7"), vacated("presence-a"));
        take(109, occupied("presence-a"), added("presence-a", "7"));
        grace.settle(1_000, GRACE);
        assertThat(told).containsExactly(occupied("presence-a"), added("presence-a", "7"));
    }

    @Test
    void whoIsBackJustTooLateHasBeen() {
        take(0, occupied("a"));
        take(10, vacated("a"));
        take(110, occupied("a"));
        assertThat(told).containsExactly(occupied("a"), vacated("a"), occupied("a"));
        assertThat(since).containsExactly(0L, 110L, 110L);
    }

    @Test
    void theLastLeaveCounts() {
        take(0, occupied("a"));
        take(10, vacated("a"));
        take(60, occupied("a"));
        take(90, vacated("a"));
        grace.settle(189, GRACE);
        assertThat(told).containsExactly(occupied("a"));
        grace.settle(190, GRACE);
        assertThat(told).containsExactly(occupied("a"), vacated("a"));
    }

    @Test
    void aVacancyNeverComesBeforeTheEndOfItsMembers() {
        take(0, occupied("presence-a"), added("presence-a", "7"), added("presence-a", "8"));
        take(10, removed("presence-a", "7"));
        take(20, removed("presence-a", "8"), vacated("presence-a"));
        grace.settle(120, GRACE);
        assertThat(told.subList(3, 6))
                .containsExactly(removed("presence-a", "7"), removed("presence-a", "8"), vacated("presence-a"));
    }

    /** The channel was never empty for long, its first user is gone for good. */
    @Test
    void anotherUserTakesTheVacancyBackAndNotTheFirstOnesLeave() {
        take(0, occupied("presence-a"), added("presence-a", "7"));
        take(10, removed("presence-a", "7"), vacated("presence-a"));
        take(50, occupied("presence-a"), added("presence-a", "8"));
        grace.settle(1_000, GRACE);
        assertThat(told)
                .containsExactly(
                        occupied("presence-a"),
                        added("presence-a", "7"),
                        added("presence-a", "8"),
                        removed("presence-a", "7"));
    }

    @Test
    void everythingElseIsToldAtOnce() {
        Fact miss = new Fact.CacheMiss(occupied("cache-a").channel());
        Fact count = new Fact.SubscriptionCount(occupied("a").channel(), 3);
        take(0, vacated("a"), said("a", "x"), miss, count);
        assertThat(told).containsExactly(said("a", "x"), miss, count);
    }

    @Test
    void channelsAndUsersAreHeldApart() {
        take(0, vacated("a"), removed("presence-a", "7"));
        take(1, occupied("b"), added("presence-a", "8"), added("presence-b", "7"));
        assertThat(told).containsExactly(occupied("b"), added("presence-a", "8"), added("presence-b", "7"));
        grace.settle(100, GRACE);
        assertThat(told).endsWith(vacated("a"), removed("presence-a", "7"));
    }

    @Test
    void pastTheMostThatAreHeldTheOldestIsToldEarly() {
        take(0, 2, vacated("a"), vacated("b"));
        assertThat(told).isEmpty();
        take(5, 2, vacated("c"));
        assertThat(told).containsExactly(vacated("a"));
        assertThat(since).containsExactly(5L);
        take(6, 2, occupied("a"), occupied("b"));
        assertThat(told).containsExactly(vacated("a"), occupied("a"));
    }

    @Test
    void withoutAGraceTimeAllIsTold() {
        for (Fact fact : List.of(occupied("a"), vacated("a"), occupied("a"), vacated("a"))) {
            grace.settle(0, 0);
            grace.take(fact, 0, 0, 1_000);
        }
        grace.settle(0, 0);
        assertThat(told).containsExactly(occupied("a"), vacated("a"), occupied("a"), vacated("a"));
    }
}
