package dev.reverb.applications.caching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.tck.FakeClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CachingApplicationProviderTest {

    private static final Application SHOP = Application.of("1", "shop", "secret");
    private static final Application CHANGED = Application.of("1", "shop", "another");
    /** The cache of the answers takes times to be even. */
    private static final Duration MOMENT = Duration.ofNanos(1_000);

    private final FakeClock clock = new FakeClock();
    private final FakeSource source = new FakeSource();
    private final CachingApplicationProvider provider = with(builder -> builder);

    private CachingApplicationProvider with(UnaryOperator<CachingApplicationProvider.Builder> settings) {
        return settings.apply(
                        CachingApplicationProvider.builder(source).ticker(clock).scheduler(clock))
                .build();
    }

    private static Optional<Application> now(CompletionStage<Optional<Application>> answer) {
        CompletableFuture<Optional<Application>> future = answer.toCompletableFuture();
        assertThat(future).isDone();
        return future.join();
    }

    private Optional<Application> byKey(String key) {
        return now(provider.findByKey(key));
    }

    private Optional<Application> byId(String id) {
        return now(provider.findById(id));
    }

    /** Lets the provider know the shop since just now. */
    private void known() {
        provider.findByKey("shop");
        source.last(1).found(SHOP);
    }

    @Test
    void manyWhoAskForOneNameAskTheSourceOnce() {
        CompletionStage<Optional<Application>> first = provider.findByKey("shop");
        CompletionStage<Optional<Application>> second = provider.findByKey("shop");
        assertThat(first.toCompletableFuture()).isNotDone();
        source.last(1).found(SHOP);
        assertThat(now(first)).contains(SHOP);
        assertThat(now(second)).contains(SHOP);
        assertThat(byKey("shop")).contains(SHOP);
        source.last(1);
    }

    @Test
    void nobodyCanAnswerForTheOthers() {
        CompletionStage<Optional<Application>> first = provider.findByKey("shop");
        first.toCompletableFuture().complete(Optional.empty());
        CompletionStage<Optional<Application>> second = provider.findByKey("shop");
        source.last(1).found(SHOP);
        assertThat(now(second)).contains(SHOP);
    }

    @Test
    void whatWasFoundByKeyIsKnownByIdAndTheOtherWayRound() {
        known();
        assertThat(byId("1")).contains(SHOP);
        provider.findById("2");
        source.last(2).found(Application.of("2", "blog", "secret"));
        assertThat(byKey("blog")).map(Application::id).contains("2");
        source.last(2);
    }

    @Test
    void anApplicationIsRefreshedInTheBackground() {
        known();
        clock.advance(CachingApplicationProvider.DEFAULT_REFRESH_AFTER.minus(MOMENT));
        assertThat(byKey("shop")).contains(SHOP);
        source.last(1);
        clock.advance(MOMENT);
        assertThat(byKey("shop").orElseThrow().secret()).isEqualTo("secret");
        source.last(2).found(CHANGED);
        assertThat(byKey("shop").orElseThrow().secret()).isEqualTo("another");
        assertThat(byId("1").orElseThrow().secret()).isEqualTo("another");
        source.last(2);
    }

    @Test
    void pastItsTimeToLiveTheSourceIsWaitedFor() {
        known();
        clock.advance(CachingApplicationProvider.DEFAULT_TIME_TO_LIVE.minus(MOMENT));
        assertThat(byKey("shop")).contains(SHOP);
        source.last(2);
        clock.advance(MOMENT);
        CompletionStage<Optional<Application>> answer = provider.findByKey("shop");
        assertThat(answer.toCompletableFuture()).isNotDone();
        source.last(2).found(CHANGED);
        assertThat(now(answer).orElseThrow().secret()).isEqualTo("another");
    }

    @Test
    void aRemovedApplicationIsGoneByBothNames() {
        known();
        clock.advance(CachingApplicationProvider.DEFAULT_TIME_TO_LIVE);
        CompletionStage<Optional<Application>> answer = provider.findByKey("shop");
        source.last(2).none();
        assertThat(now(answer)).isEmpty();
        assertThat(byKey("shop")).isEmpty();
        provider.findById("1");
        assertThat(source.last(3).name()).isEqualTo("id 1");
    }

    @Test
    void aChangedKeyIsTheOnlyOneFromThenOn() {
        known();
        clock.advance(CachingApplicationProvider.DEFAULT_REFRESH_AFTER);
        assertThat(byId("1")).contains(SHOP);
        source.last(2).found(Application.of("1", "shop-2", "secret"));
        assertThat(byKey("shop-2")).isPresent();
        provider.findByKey("shop");
        assertThat(source.last(3).name()).isEqualTo("key shop");
    }

    @Test
    void aKeyThatAnotherApplicationTookOverIsItsOwn() {
        known();
        provider.findById("2");
        source.last(2).found(Application.of("2", "shop", "secret"));
        assertThat(byKey("shop")).map(Application::id).contains("2");
        provider.findById("1");
        assertThat(source.last(3).name()).isEqualTo("id 1");
    }

    @Test
    void aMissIsRememberedForItsOwnTime() {
        provider.findByKey("none");
        source.last(1).none();
        clock.advance(CachingApplicationProvider.DEFAULT_MISS_TIME_TO_LIVE.minus(MOMENT));
        assertThat(byKey("none")).isEmpty();
        source.last(1);
        clock.advance(MOMENT);
        provider.findByKey("none");
        source.last(2).found(Application.of("9", "none", "secret"));
        assertThat(byKey("none")).isPresent();
        assertThat(byId("9")).isPresent();
    }

    @Test
    void whatWasFoundByOneNameIsNoLongerMissingByTheOther() {
        provider.findById("1");
        source.last(1).none();
        provider.findByKey("shop");
        source.last(2).found(SHOP);
        assertThat(byId("1")).contains(SHOP);
    }

    @Test
    void madeUpNamesPushNoApplicationOut() {
        CachingApplicationProvider small =
                with(builder -> builder.maxApplications(1).maxMisses(10));
        small.findByKey("shop");
        source.last(1).found(SHOP);
        for (int i = 0; i < 1_000; i++) {
            small.findByKey("made-up-" + i);
            source.last(2 + i).none();
        }
        assertThat(now(small.findByKey("shop"))).contains(SHOP);
        int kept = 0;
        for (int i = 0; i < 1_000; i++) {
            int before = source.asked.size();
            small.findByKey("made-up-" + i);
            kept += source.asked.size() == before ? 1 : 0;
            if (source.asked.size() > before) {
                // Left open it would be counted; answered it is no miss that is kept.
                source.asked.get(before).fails();
            }
        }
        assertThat(kept).isBetween(1, 10);
    }

    @Test
    void moreApplicationsThanTheBoundAreForgotten() {
        CachingApplicationProvider small = with(builder -> builder.maxApplications(10));
        for (int i = 0; i < 100; i++) {
            small.findByKey("key-" + i);
            source.last(1 + i).found(Application.of("id-" + i, "key-" + i, "secret"));
        }
        int kept = 0;
        for (int i = 0; i < 100; i++) {
            kept += small.findByKey("key-" + i).toCompletableFuture().isDone() ? 1 : 0;
        }
        assertThat(kept).isEqualTo(10);
    }

    @Test
    void aFailureIsBridgedByWhatIsKnown() {
        known();
        clock.advance(CachingApplicationProvider.DEFAULT_TIME_TO_LIVE);
        CompletionStage<Optional<Application>> answer = provider.findByKey("shop");
        source.last(2).fails();
        assertThat(now(answer)).contains(SHOP);
    }

    @Test
    void whileTheSourceFailsNobodyWaitsAndItIsAskedNowAndThen() {
        known();
        clock.advance(CachingApplicationProvider.DEFAULT_TIME_TO_LIVE);
        provider.findByKey("shop");
        source.last(2).fails();
        clock.advance(CachingApplicationProvider.DEFAULT_RETRY_AFTER.minus(MOMENT));
        assertThat(byKey("shop")).contains(SHOP);
        source.last(2);
        clock.advance(MOMENT);
        assertThat(byKey("shop")).contains(SHOP);
        source.last(3).found(CHANGED);
        assertThat(byKey("shop").orElseThrow().secret()).isEqualTo("another");
    }

    /** One that failed long ago may well be there again. */
    @Test
    void aFailureLongAgoLetsNothingOldThrough() {
        known();
        clock.advance(CachingApplicationProvider.DEFAULT_TIME_TO_LIVE);
        provider.findByKey("shop");
        source.last(2).fails();
        Duration bridged = CachingApplicationProvider.DEFAULT_RETRY_AFTER.multipliedBy(10);
        clock.advance(bridged.minus(MOMENT));
        assertThat(byKey("shop")).contains(SHOP);
        source.last(3).fails();
        clock.advance(bridged);
        CompletionStage<Optional<Application>> answer = provider.findByKey("shop");
        assertThat(answer.toCompletableFuture()).isNotDone();
        source.last(4).found(CHANGED);
        assertThat(now(answer).orElseThrow().secret()).isEqualTo("another");
    }

    @Test
    void anAnswerToAnEarlierQuestionDoesNotReplaceALaterOnes() {
        provider.findByKey("shop");
        FakeSource.Asked early = source.last(1);
        provider.findById("1");
        source.last(2).found(CHANGED);
        early.found(SHOP);
        assertThat(byKey("shop").orElseThrow().secret()).isEqualTo("another");
        assertThat(byId("1").orElseThrow().secret()).isEqualTo("another");
        source.last(2);
    }

    @Test
    void norDoesAnEarlierMissNorAnythingALaterMiss() {
        provider.findByKey("shop");
        FakeSource.Asked early = source.last(1);
        provider.findById("1");
        source.last(2).found(SHOP);
        early.none();
        assertThat(byKey("shop")).contains(SHOP);

        provider.findById("2");
        FakeSource.Asked old = source.last(3);
        provider.findByKey("blog");
        source.last(4).none();
        old.found(Application.of("2", "blog", "secret"));
        assertThat(byKey("blog")).isEmpty();
        source.last(4);
    }

    @Test
    void aLateSourceIsBridgedToo() {
        known();
        clock.advance(CachingApplicationProvider.DEFAULT_TIME_TO_LIVE);
        CompletionStage<Optional<Application>> answer = provider.findByKey("shop");
        clock.advance(CachingApplicationProvider.DEFAULT_TIMEOUT.minus(MOMENT));
        assertThat(answer.toCompletableFuture()).isNotDone();
        clock.advance(MOMENT);
        assertThat(now(answer)).contains(SHOP);
        // What comes then is of no use: somebody may have asked again.
        source.last(2).found(CHANGED);
        assertThat(byKey("shop").orElseThrow().secret()).isEqualTo("secret");
    }

    @Test
    void theLastKnownAnswerHasAnEnd() {
        known();
        clock.advance(CachingApplicationProvider.DEFAULT_MAX_STALENESS.minus(MOMENT));
        CompletionStage<Optional<Application>> answer = provider.findByKey("shop");
        source.last(2).fails();
        assertThat(now(answer)).contains(SHOP);
        clock.advance(MOMENT);
        CompletionStage<Optional<Application>> past = provider.findByKey("shop");
        source.last(3).fails();
        assertThat(past.toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void aFailureAboutAnUnknownNameIsToldAndNotRemembered() {
        CompletionStage<Optional<Application>> answer = provider.findByKey("shop");
        source.last(1).fails();
        assertThat(answer.toCompletableFuture()).isCompletedExceptionally();
        provider.findByKey("shop");
        source.last(2).found(SHOP);
        assertThat(byKey("shop")).contains(SHOP);
    }

    @Test
    void aSourceThatNeverAnswersIsGivenUp() {
        CompletionStage<Optional<Application>> answer = provider.findByKey("shop");
        clock.advance(CachingApplicationProvider.DEFAULT_TIMEOUT);
        assertThatThrownBy(() -> answer.toCompletableFuture().join()).hasCauseInstanceOf(TimeoutException.class);
        provider.findByKey("shop");
        source.last(2);
    }

    @Test
    void aSourceThatThrowsOrAnswersNullHasFailed() {
        CachingApplicationProvider throwing = CachingApplicationProvider.of(new ApplicationProvider() {
            @Override
            public CompletionStage<Optional<Application>> findByKey(String key) {
                throw new IllegalStateException("broken");
            }

            @Override
            public CompletionStage<Optional<Application>> findById(String id) {
                return CompletableFuture.completedStage(null);
            }
        });
        assertThat(throwing.findByKey("shop").toCompletableFuture()).isCompletedExceptionally();
        assertThat(throwing.findById("1").toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void unknownNamesAreAskedForSoManyAtATime() {
        CachingApplicationProvider narrow = with(builder -> builder.maxPending(2));
        narrow.findByKey("a");
        narrow.findByKey("b");
        assertThat(narrow.findByKey("c").toCompletableFuture()).isCompletedExceptionally();
        assertThat(narrow.findByKey("a").toCompletableFuture()).isNotDone();
        source.last(2).none();
        assertThat(narrow.findByKey("c").toCompletableFuture()).isNotDone();
        source.last(3);
    }

    @Test
    void aKnownApplicationIsAskedAboutPastThatBound() {
        CachingApplicationProvider narrow = with(builder -> builder.maxPending(1));
        narrow.findByKey("shop");
        source.last(1).found(SHOP);
        clock.advance(CachingApplicationProvider.DEFAULT_TIME_TO_LIVE);
        narrow.findByKey("made-up");
        CompletionStage<Optional<Application>> answer = narrow.findByKey("shop");
        source.last(3).found(CHANGED);
        assertThat(now(answer).orElseThrow().secret()).isEqualTo("another");
    }

    @Test
    void aNameThatIsTooLongIsNobodys() {
        String longest = "k".repeat(CachingApplicationProvider.MAX_NAME_LENGTH);
        provider.findByKey(longest);
        source.last(1);
        assertThat(byKey(longest + "k")).isEmpty();
        source.last(1);
    }

    @Test
    void whatIsInvalidatedIsAskedForAnew() {
        known();
        provider.findByKey("none");
        source.last(2).none();
        provider.invalidate("1");
        assertThat(provider.findByKey("shop").toCompletableFuture()).isNotDone();
        assertThat(provider.findById("1").toCompletableFuture()).isNotDone();
        assertThat(provider.findByKey("none").toCompletableFuture()).isNotDone();
        source.last(5);
    }

    @Test
    void othersStayWhereOneIsInvalidated() {
        known();
        provider.invalidate("2");
        assertThat(byKey("shop")).contains(SHOP);
        provider.invalidateAll();
        assertThat(provider.findByKey("shop").toCompletableFuture()).isNotDone();
    }

    @Test
    void anAnswerFromBeforeAnInvalidationIsNotKept() {
        CompletionStage<Optional<Application>> before = provider.findByKey("shop");
        FakeSource.Asked old = source.last(1);
        provider.invalidate("1");
        CompletionStage<Optional<Application>> after = provider.findByKey("shop");
        FakeSource.Asked fresh = source.last(2);
        old.found(SHOP);
        assertThat(now(before)).contains(SHOP);
        assertThat(after.toCompletableFuture()).isNotDone();
        fresh.found(CHANGED);
        assertThat(now(after).orElseThrow().secret()).isEqualTo("another");
        assertThat(byKey("shop").orElseThrow().secret()).isEqualTo("another");
    }

    @Test
    void whatWasInvalidatedIsNotServedWhileTheSourceFails() {
        known();
        clock.advance(CachingApplicationProvider.DEFAULT_TIME_TO_LIVE);
        CompletionStage<Optional<Application>> answer = provider.findByKey("shop");
        provider.invalidate("1");
        source.last(2).fails();
        assertThat(answer.toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void closesItsSource() {
        provider.close();
        assertThat(source.closed).isTrue();
        CachingApplicationProvider.of(ApplicationProvider.of(SHOP)).close();
    }

    @Test
    void isAsFixedAsItsSource() {
        assertThat(provider.isFixed()).isFalse();
        assertThat(CachingApplicationProvider.of(ApplicationProvider.of(SHOP)).isFixed())
                .isTrue();
    }

    @Test
    void tellsNothingOfApplications() {
        known();
        assertThat(provider).hasToString("CachingApplicationProvider[FakeSource]");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 366L * 24 * 60 * 60 * 1_000_000_000})
    void aTimeThatIsNoneIsRefused(long nanos) {
        Duration time = Duration.ofNanos(nanos);
        CachingApplicationProvider.Builder builder = CachingApplicationProvider.builder(source);
        assertThatThrownBy(() -> builder.timeToLive(time)).hasMessageStartingWith("timeToLive must be");
        assertThatThrownBy(() -> builder.refreshAfter(time)).hasMessageStartingWith("refreshAfter must be");
        assertThatThrownBy(() -> builder.missTimeToLive(time)).hasMessageStartingWith("missTimeToLive must be");
        assertThatThrownBy(() -> builder.maxStaleness(time)).hasMessageStartingWith("maxStaleness must be");
        assertThatThrownBy(() -> builder.timeout(time)).hasMessageStartingWith("timeout must be");
        assertThatThrownBy(() -> builder.retryAfter(time)).hasMessageStartingWith("retryAfter must be");
    }

    @Test
    void boundsThatFitNotTogetherAreRefused() {
        CachingApplicationProvider.Builder builder = CachingApplicationProvider.builder(source);
        assertThatThrownBy(() -> builder.maxApplications(0)).hasMessage("maxApplications must be at least 1, not 0");
        assertThatThrownBy(() -> builder.maxMisses(0)).hasMessage("maxMisses must be at least 1, not 0");
        assertThatThrownBy(() -> builder.maxPending(0)).hasMessage("maxPending must be at least 1, not 0");
        assertThatThrownBy(() -> builder.timeToLive(Duration.ofSeconds(29)).build())
                .hasMessage("refreshAfter (PT30S) must be at most timeToLive (PT29S)");
        assertThatThrownBy(() -> builder.timeToLive(Duration.ofMinutes(61)).build())
                .hasMessage("timeToLive (PT1H1M) must be at most maxStaleness (PT1H)");
    }
}
