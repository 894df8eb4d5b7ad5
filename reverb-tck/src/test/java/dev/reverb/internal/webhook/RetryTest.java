package dev.reverb.internal.webhook;

import static dev.reverb.internal.webhook.HookTester.occupied;
import static dev.reverb.internal.webhook.HookTester.occupiedFrom;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.internal.retry.RetryAfter;
import dev.reverb.spi.WebhookRequest;
import dev.reverb.spi.WebhookResponse;
import dev.reverb.tck.FakeClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of events when hooks fail. */
class RetryTest {

    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    private final HookTester tester = HookTester.start();
    private final FakeHook hook = tester.hook;
    private final List<Duration> attempts = new ArrayList<>();

    /** Answers so, and writes down when. */
    private void failWith(Function<WebhookRequest, CompletableFuture<WebhookResponse>> answer) {
        hook.behaving(request -> {
            attempts.add(Duration.between(FakeClock.START, tester.clock.now()));
            return answer.apply(request);
        });
    }

    private void fail() {
        failWith(request -> CompletableFuture.completedFuture(WebhookResponse.of(500)));
    }

    private void failAskingFor(String retryAfter) {
        failWith(request -> CompletableFuture.completedFuture(new WebhookResponse(503, Optional.of(retryAfter))));
    }

    private List<Double> seconds() {
        return attempts.stream().map(time -> time.toMillis() / 1_000.0).toList();
    }

    // ---- what is a failure ----

    @ParameterizedTest
    @ValueSource(ints = {199, 300, 302, 400, 401, 404, 410, 429, 500, 503})
    void whatIsNot2xxIsSentAgainUnchanged(int status) {
        hook.answering(status);
        tester.tell(occupied("c")).turn();
        hook.answering(200);
        tester.advance(500);
        assertThat(hook.requests()).hasSize(2);
        assertThat(hook.request(1).body()).isEqualTo(hook.request(0).body());
        assertThat(hook.request(1).headers()).isEqualTo(hook.request(0).headers());
        assertThat(hook.taken()).containsExactly(occupied("c"));
        assertThat(tester.counts.failed).isEqualTo(1);
        assertThat(tester.counts.delivered).isEqualTo(1);
        assertThat(tester.clock.pendingTasks()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204, 299})
    void every2xxTakesIt(int status) {
        hook.answering(status);
        tester.tell(occupied("c")).advance(1_000);
        assertThat(hook.requests()).hasSize(1);
        assertThat(tester.counts.delivered).isEqualTo(1);
    }

    static List<Function<WebhookRequest, CompletableFuture<WebhookResponse>>> brokenSenders() {
        return List.of(
                request -> CompletableFuture.failedFuture(new IOException("refused")),
                request -> {
                    throw new IllegalArgumentException("no such header: secret");
                },
                request -> {
                    throw new LinkageError("another version");
                },
                request -> null);
    }

    @ParameterizedTest
    @MethodSource("brokenSenders")
    void aSenderThatFailsIsAFailedAttempt(Function<WebhookRequest, CompletableFuture<WebhookResponse>> broken) {
        failWith(broken);
        tester.tell(occupied("c")).turn();
        assertThat(tester.counts.failed).isEqualTo(1);
        hook.answering(200);
        tester.advance(500);
        assertThat(hook.taken()).containsExactly(occupied("c"));
    }

    @Test
    void noAnswerInTenSecondsIsAFailure() {
        hook.hanging();
        tester.tell(occupied("c")).advance(9_999);
        assertThat(tester.counts.failed).isZero();
        CompletableFuture<WebhookResponse> open = hook.unanswered().get(0);
        tester.advance(1);
        assertThat(tester.counts.failed).isEqualTo(1);
        assertThat(open).as("let go of").isCancelled();
        hook.answering(200);
        tester.advance(500);
        assertThat(hook.requests()).hasSize(2);
        assertThat(hook.taken()).containsExactly(occupied("c"));
    }

    @Test
    void anAnswerThatComesTooLateIsNone() {
        List<CompletableFuture<WebhookResponse>> answers = new ArrayList<>();
        // A sender that does not notice that it is cancelled.
        failWith(request -> {
            CompletableFuture<WebhookResponse> answer = new CompletableFuture<>() {
                @Override
                public boolean cancel(boolean mayInterrupt) {
                    return false;
                }
            };
            answers.add(answer);
            return answer;
        });
        tester.tell(occupied("c")).advance(10_000);
        answers.get(0).complete(WebhookResponse.of(200));
        tester.advance(500);
        assertThat(hook.requests()).hasSize(2);
        assertThat(tester.counts.delivered).isZero();
        answers.get(1).complete(WebhookResponse.of(200));
        tester.turn();
        assertThat(tester.counts.delivered).isEqualTo(1);
        assertThat(hook.taken()).as("known by its id").containsExactly(occupied("c"));
    }

    // ---- when ----

    @Test
    void thePausesDoubleUpToHalfAMinute() {
        fail();
        tester.tell(occupied("c")).advance(Duration.ofSeconds(61));
        // Of 1, 2, 4, 8, 16, 30, 30, 30 seconds a half each.
        assertThat(seconds()).containsExactly(0.0, 0.5, 1.5, 3.5, 7.5, 15.5, 30.5, 45.5, 60.5);
    }

    @Test
    void atMostTheWholePauseIsWaited() {
        tester.random = 1;
        fail();
        tester.tell(occupied("c")).advance(Duration.ofSeconds(121));
        assertThat(seconds()).containsExactly(0.0, 1.0, 3.0, 7.0, 15.0, 31.0, 61.0, 91.0, 121.0);
    }

    @Test
    void afterASuccessThePausesBeginAnew() {
        fail();
        tester.tell(occupied("a")).advance(7_500);
        assertThat(attempts).hasSize(5);
        hook.answering(200);
        tester.advance(8_000);
        attempts.clear();
        fail();
        tester.tell(occupied("b")).advance(1_500);
        assertThat(seconds()).containsExactly(15.5, 16.0, 17.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"20", "Thu, 1 Jan 2026 00:00:20 GMT", "Thu, 01 Jan 2026 00:00:20 GMT"})
    void aHookMayAskForALongerPause(String retryAfter) {
        failAskingFor(retryAfter);
        tester.tell(occupied("c")).advance(19_999);
        assertThat(attempts).hasSize(1);
        tester.advance(1);
        assertThat(attempts).hasSize(2);
    }

    @Test
    void butNotForMoreThanAMinute() {
        failAskingFor("86400");
        tester.tell(occupied("c")).advance(59_999);
        assertThat(attempts).hasSize(1);
        tester.advance(1);
        assertThat(attempts).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "", "soon", "Wed, 01 Jan 2025 00:00:00 GMT", "99999999999"})
    void norForLess(String retryAfter) {
        failAskingFor(retryAfter);
        tester.tell(occupied("c")).advance(1_500);
        assertThat(seconds()).containsExactly(0.0, 0.5, 1.5);
    }

    // ---- until when ----

    @Test
    void theLastAttemptIsAtFiveMinutes() {
        fail();
        tester.tell(occupied("c")).advance(FIVE_MINUTES.minusMillis(1));
        assertThat(tester.counts.dropped).isZero();
        tester.advance(1);
        assertThat(attempts).endsWith(FIVE_MINUTES);
        assertThat(tester.counts.dropped).isEqualTo(1);
        assertThat(tester.counts.failed).isEqualTo(attempts.size());
        tester.advance(FIVE_MINUTES);
        assertThat(attempts).endsWith(FIVE_MINUTES);
        assertThat(tester.clock.pendingTasks()).isZero();
    }

    @Test
    void aHookThatIsBackByThenLosesNothing() {
        fail();
        tester.tell(occupied("a")).advance(Duration.ofMinutes(1));
        tester.tellOccupied(0, 300).advance(Duration.ofMinutes(4).minusMillis(1));
        hook.answering(200);
        tester.advance(1);
        assertThat(hook.taken()).hasSize(301).startsWith(occupied("a")).endsWith(occupied("c299"));
        assertThat(tester.counts.dropped).isZero();
    }

    @Test
    void retryAfterDoesNotReachPastTheEnd() {
        failAskingFor("60");
        tester.tell(occupied("a")).advance(FIVE_MINUTES.minusSeconds(20));
        attempts.clear();
        tester.advance(Duration.ofSeconds(20));
        assertThat(attempts).containsExactly(FIVE_MINUTES);
    }

    /** An attempt that began before the end may have failed before the hook was back. */
    @Test
    void anAttemptThatIsUnderWayThenIsNotTheLast() {
        hook.hanging();
        tester.tell(occupied("a")).advance(FIVE_MINUTES.minusMillis(1));
        assertThat(hook.unanswered().get(hook.unanswered().size() - 1)).isNotDone();
        tester.advance(1);
        assertThat(tester.counts.dropped).isZero();
        hook.answering(200);
        tester.advance(Duration.ofSeconds(40));
        assertThat(hook.taken()).containsExactly(occupied("a"));
    }

    /** Something is wrong with one batch, not with the hook. */
    @Test
    void whatWaitsBehindABatchThatIsNeverTakenIsTriedToo() {
        hook.behaving(request -> CompletableFuture.completedFuture(
                WebhookResponse.of(ToldFacts.of(request).contains(occupied("bad")) ? 500 : 200)));
        tester.tell(occupied("bad")).turn().tellOccupied(0, 500).advance(FIVE_MINUTES);
        assertThat(hook.taken()).isEmpty();
        assertThat(tester.counts.dropped).isEqualTo(1);
        tester.advance(Duration.ofSeconds(15));
        assertThat(hook.taken()).isEqualTo(occupiedFrom(0, 500));
    }

    @Test
    void everyBatchOfALongOutageIsTriedAndThePausesStay() {
        fail();
        tester.tellOccupied(0, 250).advance(FIVE_MINUTES);
        assertThat(tester.counts.dropped).isEqualTo(100);
        tester.advance(14_999);
        assertThat(tester.counts.dropped).isEqualTo(100);
        tester.advance(1);
        assertThat(tester.counts.dropped).isEqualTo(200);
        tester.advance(15_000);
        assertThat(tester.counts.dropped).isEqualTo(250);
    }

    @Test
    void theOrderStays() {
        List<Integer> statuses = new ArrayList<>(List.of(500, 200, 503, 503, 200, 404, 200));
        hook.behaving(request ->
                CompletableFuture.completedFuture(WebhookResponse.of(statuses.isEmpty() ? 200 : statuses.remove(0))));
        tester.tellOccupied(0, 450).turn().tellOccupied(450, 500).advance(10_000);
        assertThat(hook.taken()).isEqualTo(occupiedFrom(0, 500));
    }

    @Test
    void aDeadHookDoesNotConcernAnother() {
        HookTester both = HookTester.withOther();
        both.hook.hanging();
        for (int i = 0; i < 60; i++) {
            both.tellOccupied(i, i + 1).turn();
            assertThat(both.other.taken()).as("at once").isEqualTo(occupiedFrom(0, i + 1));
            both.advance(10_000);
        }
        assertThat(both.hook.taken()).isEmpty();
    }

    @Test
    void timeOfDayMayBeOtherThanNow() {
        assertThat(RetryAfter.of(
                        "Thu, 01 Jan 2026 00:00:05 GMT",
                        Instant.parse("2026-01-01T00:00:01Z").toEpochMilli()))
                .isEqualTo(Duration.ofSeconds(4));
    }
}
