package dev.reverb.internal.webhook;

import static dev.reverb.internal.webhook.HookTester.added;
import static dev.reverb.internal.webhook.HookTester.occupied;
import static dev.reverb.internal.webhook.HookTester.occupiedFrom;
import static dev.reverb.internal.webhook.HookTester.said;
import static dev.reverb.internal.webhook.HookTester.vacated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Webhook;
import dev.reverb.internal.channels.Fact;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What waits is bounded: at the bounds nothing is lost, past them it is counted. */
class PendingLimitTest {

    private static HookTester start(int maxPending) {
        return HookTester.of(settings -> settings.webhookBatchTime(Duration.ZERO)
                .maxPendingWebhookEvents(maxPending)
                .webhooks(Webhook.to(HookTester.URL), Webhook.to(HookTester.OTHER_URL)));
    }

    @Test
    void asManyWaitBehindABatchAsMay() {
        HookTester tester = start(200);
        tester.hook.hanging();
        // Three batches; the first is under way, and 200 wait.
        tester.tellOccupied(0, 100).turn().tellOccupied(100, 300).turn();
        assertThat(tester.counts.dropped).isZero();
        while (!tester.hook.unanswered().isEmpty()) {
            tester.hook.answerOldest(200);
            tester.turn();
        }
        assertThat(tester.hook.taken()).isEqualTo(occupiedFrom(0, 300));
    }

    @Test
    void ofOneMoreTheOldestIsDropped() {
        HookTester tester = start(200);
        tester.hook.hanging();
        tester.tellOccupied(0, 100)
                .turn()
                .tellOccupied(100, 300)
                .turn()
                .tellOccupied(300, 301)
                .turn();
        assertThat(tester.counts.dropped).isEqualTo(1);
        tester.hook.answering(200).answerOldest(200);
        tester.turn();
        assertThat(tester.hook.taken())
                .hasSize(300)
                .startsWith(occupiedFrom(0, 100).toArray(Fact[]::new))
                .doesNotContain(occupied("c100"))
                .endsWith(occupied("c300"));
        assertThat(tester.other.taken()).as("another hook").isEqualTo(occupiedFrom(0, 301));
    }

    @Test
    void aLimitOfOneKeepsTheNewest() {
        HookTester tester = start(1);
        tester.hook.hanging();
        for (int i = 0; i < 5; i++) {
            tester.tellOccupied(i, i + 1).turn();
        }
        tester.hook.answering(200).answerOldest(200);
        tester.turn();
        assertThat(tester.hook.taken()).containsExactly(occupied("c0"), occupied("c4"));
        assertThat(tester.counts.dropped).isEqualTo(3);
    }

    @Test
    void bytesThatWaitAreBounded() {
        HookTester tester = HookTester.start();
        tester.hook.hanging();
        tester.tell(occupied("first")).turn();
        int around = FactJson.encode(said("c", "")).length;
        Fact mebibyte = said("c", "x".repeat(1_048_576 - around));
        for (int i = 0; i < 64; i++) {
            tester.tell(mebibyte).turn();
        }
        assertThat(tester.counts.dropped).isZero();
        tester.tell(occupied("last")).turn();
        assertThat(tester.counts.dropped).isEqualTo(1);
    }

    // ---- before the turn ----

    @Test
    void asManyFactsWaitForTheTurnAsMay() {
        HookTester tester = start(1_000);
        tester.tellOccupied(0, 1_000).turn();
        assertThat(tester.hook.taken()).hasSize(1_000);
        assertThat(tester.counts.dropped).isZero();
    }

    @Test
    void oneMoreIsDroppedForEveryHookThatWantsIt() {
        HookTester tester = start(1_000);
        tester.tellOccupied(0, 1_001);
        assertThat(tester.counts.dropped).isEqualTo(2);
        tester.turn();
        assertThat(tester.hook.taken()).isEqualTo(occupiedFrom(0, 1_000));
        tester.tellOccupied(1_001, 1_002).turn();
        assertThat(tester.hook.taken()).endsWith(occupied("c1001"));
    }

    // ---- in the grace time ----

    @Test
    void endingsPastTheLimitAreToldEarlyAndNotDropped() {
        HookTester tester = start(2);
        tester.tell(vacated("a")).turn().tell(vacated("b")).turn();
        assertThat(tester.hook.taken()).isEmpty();
        tester.tell(vacated("c")).turn();
        assertThat(tester.hook.taken()).containsExactly(vacated("a"));
        tester.tell(occupied("b"), added("presence-a", "7")).turn().advance(3_000);
        assertThat(tester.hook.taken()).containsExactly(vacated("a"), added("presence-a", "7"), vacated("c"));
        assertThat(tester.counts.dropped).isZero();
    }
}
