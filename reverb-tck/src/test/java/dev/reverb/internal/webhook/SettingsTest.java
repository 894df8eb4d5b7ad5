package dev.reverb.internal.webhook;

import static dev.reverb.internal.webhook.HookTester.occupied;
import static dev.reverb.internal.webhook.HookTester.occupiedFrom;
import static dev.reverb.internal.webhook.HookTester.vacated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.application.Webhook;
import dev.reverb.tck.PusherAuth;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** An application's settings may be new ones whenever a client connects. What waits belongs to the hooks. */
class SettingsTest {

    private final HookTester tester = HookTester.start();

    private void settings(UnaryOperator<Application.Builder> settings) {
        tester.settings(HookTester.application(given -> settings.apply(given.webhookBatchTime(Duration.ZERO))));
    }

    @Test
    void equalSettingsChangeNothing() {
        tester.hook.hanging();
        for (int i = 0; i < 150; i++) {
            tester.tellOccupied(i, i + 1).turn();
            settings(same -> same);
        }
        while (!tester.hook.unanswered().isEmpty()) {
            tester.hook.answerOldest(200);
            tester.turn();
        }
        assertThat(tester.hook.taken()).isEqualTo(occupiedFrom(0, 150));
        tester.tell(vacated("a")).turn();
        settings(same -> same);
        tester.tell(occupied("a")).advance(5_000);
        assertThat(tester.hook.taken()).as("grace goes on").hasSize(150);
    }

    @Test
    void aHookThatIsNoMoreAmongThemFinishesWhatItHas() {
        tester.hook.answering(500);
        tester.tell(occupied("a")).turn();
        settings(moved -> moved.webhooks(Webhook.to(HookTester.OTHER_URL)));
        tester.tell(occupied("b")).turn();
        tester.hook.answering(200);
        tester.advance(10_000);
        assertThat(tester.hook.taken()).containsExactly(occupied("a"));
        assertThat(tester.other.taken()).containsExactly(occupied("b"));
    }

    @Test
    void aHookThatComesBackGoesOnInOrder() {
        tester.hook.answering(500);
        tester.tell(occupied("a")).turn();
        settings(without -> without.webhooks(List.of()));
        tester.tell(occupied("b")).turn();
        settings(with -> with);
        tester.tell(occupied("c")).turn();
        tester.hook.answering(200);
        tester.advance(10_000);
        assertThat(tester.hook.taken()).containsExactly(occupied("a"), occupied("c"));
    }

    @Test
    void aNewSecretSignsTheNextBatchAndNotARepetition() {
        tester.hook.answering(500);
        tester.tell(occupied("a")).turn();
        Application rotated = Application.builder("app-id", "app-key", "new-secret")
                .webhooks(Webhook.to(HookTester.URL))
                .webhookBatchTime(Duration.ZERO)
                .build();
        tester.settings(rotated).tell(occupied("b")).turn();
        tester.hook.answering(200);
        tester.advance(1_000);
        assertThat(tester.hook.requests()).hasSize(3);
        assertThat(tester.hook.request(1).headers())
                .isEqualTo(tester.hook.request(0).headers());
        assertThat(tester.hook.request(2).headers())
                .containsEntry(
                        "X-Pusher-Signature",
                        PusherAuth.hmac(
                                rotated, new String(tester.hook.request(2).body(), StandardCharsets.UTF_8)));
    }

    @Test
    void aShorterGraceTimeHoldsForWhatIsHeld() {
        tester.tell(vacated("a")).advance(1_000);
        settings(shorter -> shorter.webhookGraceTime(Duration.ofMillis(1_500)));
        tester.tell(occupied("b")).turn().advance(499);
        assertThat(tester.hook.taken()).containsExactly(occupied("b"));
        tester.advance(1);
        assertThat(tester.hook.taken()).containsExactly(occupied("b"), vacated("a"));
    }
}
