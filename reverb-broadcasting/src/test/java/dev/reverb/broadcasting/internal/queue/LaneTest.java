package dev.reverb.broadcasting.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.broadcasting.BroadcastException;
import dev.reverb.broadcasting.BroadcastException.Reason;
import dev.reverb.broadcasting.spi.BroadcastDelivery;
import dev.reverb.broadcasting.spi.BroadcastMessage;
import dev.reverb.broadcasting.spi.QueuedBroadcast;
import dev.reverb.internal.retry.Backoff;
import dev.reverb.tck.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A lane on the test's own thread. */
class LaneTest {

    private static final BroadcastException DEAD = new BroadcastException(Reason.UNREACHABLE, "dead");

    private final FakeClock clock = new FakeClock();
    private final Server server = new Server();
    private Lane lane = lane(10, 1_000, 1);

    private Lane lane(int maxMessages, long maxBytes, int maxBatchSize) {
        QueueSettings settings = new QueueSettings(
                maxMessages, maxBytes, 2, Duration.ofMinutes(5), Duration.ofSeconds(10), clock, clock);
        // Half of each time is waited: the random part is none.
        return new Lane(new LaneContext(settings, server, Runnable::run, new Backoff(() -> 0)), maxBatchSize);
    }

    /** Answers each attempt as the test says, at once or later. */
    private static final class Server implements BroadcastDelivery {
        final List<List<String>> attempts = new ArrayList<>();
        final List<CompletableFuture<Void>> open = new ArrayList<>();
        final List<String> dropped = new ArrayList<>();
        Function<List<String>, BroadcastException> answer = events -> null;
        boolean holds;

        @Override
        public CompletionStage<Void> deliver(QueuedBroadcast broadcast) {
            return deliverBatch(List.of(broadcast));
        }

        @Override
        public CompletionStage<Void> deliverBatch(List<QueuedBroadcast> batch) {
            List<String> events =
                    batch.stream().map(each -> each.message().event()).toList();
            attempts.add(events);
            CompletableFuture<Void> stage = new CompletableFuture<>();
            if (holds) {
                open.add(stage);
                return stage;
            }
            BroadcastException failure = answer.apply(events);
            return failure == null ? CompletableFuture.completedFuture(null) : CompletableFuture.failedFuture(failure);
        }

        @Override
        public int maxBatchSize(String connection) {
            throw new AssertionError("Asked once, when the lane is made");
        }

        @Override
        public void giveUp(QueuedBroadcast broadcast, int attempted, Throwable cause) {
            dropped.add(broadcast.message().event() + " after " + attempted + ": " + cause.getMessage());
        }
    }

    private void push(String event, String... channels) {
        lane.push(new QueuedBroadcast(
                "default", "main", new BroadcastMessage(List.of(channels), event, "{}", Optional.empty())));
    }

    @Test
    void deliversAtOnce() {
        push("1", "a");
        push("2", "a");

        assertThat(server.attempts).containsExactly(List.of("1"), List.of("2"));
        assertThat(lane.messages()).isZero();
        assertThat(lane.bytes()).isZero();
    }

    @Test
    void triesAgainAfterASecondThenTwoThenFour() {
        server.answer = events -> DEAD;
        push("1", "a");

        for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            int attempts = server.attempts.size();
            clock.advance(Duration.ofMillis(seconds * 500L - 1));
            assertThat(server.attempts).hasSize(attempts);
            clock.advance(Duration.ofMillis(1));
            assertThat(server.attempts).hasSize(attempts + 1);
        }
        server.answer = events -> null;
        clock.advance(Duration.ofSeconds(15));
        assertThat(lane.messages()).isZero();
        assertThat(server.dropped).isEmpty();
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void keepsTheOrderOfAChannelThroughRetriesAndNotThatOfOthers() {
        server.answer = events -> events.contains("1") ? DEAD : null;
        push("1", "a");
        push("2", "a");
        push("3", "b");
        push("4", "a", "b");
        push("5", "b");
        assertThat(server.attempts).containsExactly(List.of("1"), List.of("3"));

        server.answer = events -> null;
        clock.advance(Duration.ofSeconds(1));
        assertThat(server.attempts)
                .containsExactly(List.of("1"), List.of("3"), List.of("1"), List.of("2"), List.of("4"), List.of("5"));
    }

    @Test
    void asksADeadServerByFewBatchesOnly() {
        server.answer = events -> DEAD;
        IntStream.range(0, 10).forEach(i -> push("" + i, "c" + i));

        assertThat(server.attempts).hasSize(2);
        server.answer = events -> null;
        clock.advance(Duration.ofSeconds(1));
        assertThat(server.attempts).hasSize(12);
        assertThat(lane.messages()).isZero();
    }

    @Test
    void doesWhatTheServerAsksForWhereThatIsLonger() {
        server.answer = events -> new BroadcastException(Reason.RATE_LIMITED, "slower", null, Duration.ofSeconds(20));
        push("1", "a");

        clock.advance(Duration.ofSeconds(20).minusNanos(1));
        assertThat(server.attempts).hasSize(1);
        clock.advance(Duration.ofNanos(1));
        assertThat(server.attempts).hasSize(2);
    }

    @Test
    void givesUpAfterFiveMinutes() {
        server.answer = events -> DEAD;
        push("1", "a");
        clock.advance(Duration.ofMinutes(4));
        push("2", "b");
        assertThat(server.dropped).isEmpty();

        clock.advance(Duration.ofMinutes(1));
        assertThat(server.dropped).singleElement().asString().matches("1 after \\d+: dead");
        assertThat(lane.messages()).isEqualTo(1);
        clock.advance(Duration.ofMinutes(4));
        assertThat(server.dropped).hasSize(2);
        assertThat(lane.messages()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void triesOnlyWhatMayPass(Reason reason) {
        server.answer = events -> new BroadcastException(reason, "because");
        push("1", "a");
        clock.advance(Duration.ofSeconds(1));

        assertThat(server.attempts).hasSize(reason.isRetryable() ? 2 : 1);
        assertThat(server.dropped).hasSize(reason.isRetryable() ? 0 : 1);
    }

    @Test
    void findsTheOneForWhichABatchWasRefused() {
        lane = lane(10, 1_000, 10);
        server.holds = true;
        push("0", "a");
        IntStream.rangeClosed(1, 4).forEach(i -> push("" + i, "a"));
        server.holds = false;
        server.answer = events -> events.contains("3") ? new BroadcastException(Reason.TOO_LARGE, "too large") : null;
        server.open.get(0).complete(null);

        assertThat(server.attempts)
                .containsExactly(
                        List.of("0"),
                        List.of("1", "2", "3", "4"),
                        List.of("1"),
                        List.of("2"),
                        List.of("3"),
                        List.of("4"));
        assertThat(server.dropped).containsExactly("3 after 2: too large");
        assertThat(lane.messages()).isZero();
    }

    @Test
    void triesABatchAgainTogether() {
        lane = lane(10, 1_000, 10);
        server.holds = true;
        push("0", "a");
        push("1", "a");
        push("2", "a");
        server.holds = false;
        server.answer = events -> DEAD;
        server.open.get(0).complete(null);
        server.answer = events -> null;
        clock.advance(Duration.ofSeconds(1));

        assertThat(server.attempts).containsExactly(List.of("0"), List.of("1", "2"), List.of("1", "2"));
    }

    /** Ten messages of channels of their own that go together, behind one that is held. */
    private void pushTenTogether() {
        lane = lane(100, 10_000, 10);
        server.holds = true;
        push("x", "x");
        push("y", "y");
        IntStream.range(0, 10).forEach(i -> push("" + i, "c" + i));
        server.holds = false;
        server.open.get(0).complete(null);
        assertThat(server.attempts.get(2)).hasSize(10);
        server.open.get(1).complete(null);
    }

    @Test
    void triesABatchInPartsThatWasTooManyForTheServer() {
        server.answer = events -> events.size() > 5 ? new BroadcastException(Reason.RATE_LIMITED, "slower") : null;
        pushTenTogether();
        clock.advance(Duration.ofSeconds(1));

        assertThat(server.attempts.subList(3, server.attempts.size()))
                .hasSize(10)
                .allSatisfy(attempt -> assertThat(attempt).hasSize(1));
        assertThat(server.dropped).isEmpty();
        assertThat(lane.messages()).isZero();
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void keepsBackTheOneForWhichABatchFailsAlone() {
        server.answer = events -> events.contains("3") ? new BroadcastException(Reason.FAILED, "broken") : null;
        pushTenTogether();
        push("after 3", "c3");
        push("after 4", "c4");
        clock.advance(Duration.ofSeconds(1));
        assertThat(lane.messages()).isEqualTo(2);
        assertThat(server.attempts).contains(List.of("after 4")).doesNotContain(List.of("after 3"));

        clock.advance(Duration.ofMinutes(5));
        assertThat(server.dropped).first().asString().matches("3 after \\d+: broken");
        assertThat(lane.messages()).isZero();
    }

    @Test
    void asksForNoMorePartsAtATimeThanForBatches() {
        server.answer = events -> events.size() > 5 ? new BroadcastException(Reason.RATE_LIMITED, "slower") : null;
        pushTenTogether();
        server.holds = true;
        clock.advance(Duration.ofSeconds(1));

        for (int done = 2; done < 12; done++) {
            assertThat(server.attempts).hasSize(Math.min(done + 3, 13));
            server.open.get(done).complete(null);
        }
        assertThat(lane.messages()).isZero();
    }

    @Test
    void givesUpPartsThatWaitForTheirTurn() {
        server.answer = events -> events.size() > 5 ? new BroadcastException(Reason.RATE_LIMITED, "slower") : null;
        pushTenTogether();
        server.holds = true;
        lane.flush();
        lane.expire(new BroadcastException(Reason.CLOSED, "too late"));

        assertThat(server.dropped).hasSize(10);
        int attempts = server.attempts.size();
        server.open.get(2).complete(null);
        assertThat(server.attempts).hasSize(attempts);
    }

    @Test
    void takesAsManyMessagesAsItMay() {
        server.holds = true;
        IntStream.range(0, 10).forEach(i -> push("" + i, "a"));

        assertThatThrownBy(() -> push("10", "a"))
                .isInstanceOfSatisfying(
                        BroadcastException.class,
                        full -> assertThat(full.reason()).isEqualTo(Reason.QUEUE_FULL))
                .hasMessageContaining("max_messages");
        server.open.get(0).complete(null);
        push("10", "a");
        assertThat(lane.messages()).isEqualTo(10);
    }

    @Test
    void takesAsManyBytesAsItMay() {
        lane = lane(10, 10, 1);
        server.holds = true;
        push("é", "abc");
        assertThat(lane.bytes()).isEqualTo(2 + 2 + 3);
        assertThatThrownBy(() -> push("x", "a")).hasMessageContaining("max_bytes");
        lane.push(
                new QueuedBroadcast("default", "main", new BroadcastMessage(List.of("a"), "e", "1", Optional.empty())));
        assertThat(lane.bytes()).isEqualTo(10);
    }

    @Test
    void triesEverythingOnceMoreAtTheEnd() {
        server.answer = events -> DEAD;
        push("1", "a");
        push("2", "a");
        push("3", "b");
        push("4", "c");
        server.answer = events -> events.contains("3") ? DEAD : null;
        lane.flush();

        assertThat(server.dropped).containsExactly("3 after 2: dead");
        assertThat(server.attempts.subList(2, server.attempts.size()))
                .containsExactlyInAnyOrder(List.of("1"), List.of("2"), List.of("3"), List.of("4"));
        assertThat(lane.drained()).isCompleted();
        assertThat(clock.pendingTasks()).isZero();
        assertThatThrownBy(() -> push("5", "a"))
                .isInstanceOfSatisfying(
                        BroadcastException.class,
                        closed -> assertThat(closed.reason()).isEqualTo(Reason.CLOSED));
    }

    @Test
    void givesUpWhatIsLeftAtTheLast() {
        server.holds = true;
        push("1", "a");
        push("2", "a");
        lane.flush();
        assertThat(lane.drained()).isNotDone();

        lane.expire(new BroadcastException(Reason.CLOSED, "too late"));
        assertThat(server.dropped).containsExactly("1 after 1: too late", "2 after 0: too late");
        assertThat(lane.drained()).isCompleted();
        assertThat(lane.messages()).isZero();

        server.open.get(0).completeExceptionally(DEAD);
        assertThat(server.dropped).hasSize(2);
        assertThat(server.attempts).hasSize(1);
    }
}
