package dev.reverb.scaling.redis.internal.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.scaling.redis.internal.state.Leases.Renewal;
import dev.reverb.tck.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class MembershipTest {

    private static final Duration LEASE = Duration.ofSeconds(9);
    private static final Duration THIRD = LEASE.dividedBy(3);
    private static final Duration MILLI = Duration.ofMillis(1);

    private final FakeClock clock = new FakeClock();
    private final FakeDeployment deployment = new FakeDeployment();
    private final List<String> told = new ArrayList<>();
    private final List<Standing> standings = new ArrayList<>();
    private final Membership membership = new Membership(
            deployment,
            FakeSession.KEYS,
            // A session's signs of life are the connector's.
            new BusSettings("reverb", Duration.ofDays(1), LEASE, MILLI, MILLI, 1, 1, MILLI),
            clock,
            clock,
            new NoTopics(),
            new Owner());

    private static final class NoTopics implements Incoming {

        @Override
        public void onMessage(String topic, byte[] message) {}

        @Override
        public void onSubscribed(String topic) {}

        @Override
        public void onUnsubscribed(String topic) {}
    }

    private final class Owner implements Membership.Owner {

        @Override
        public void online(Standing standing, boolean afterOutage) {
            standings.add(standing);
            told.add(afterOutage ? "online again" : "online");
        }

        @Override
        public void offline(Standing standing, boolean disconnected) {
            assertThat(standing).isSameAs(last());
            told.add(disconnected ? "disconnected" : "offline");
        }

        @Override
        public void renewed(Standing standing) {
            told.add("renewed");
        }

        @Override
        public void available(Optional<Instant> since) {
            told.add(since.map(instant -> "away since " + instant).orElse("back"));
        }
    }

    private Standing last() {
        return standings.get(standings.size() - 1);
    }

    private FakeSession started() {
        CompletionStage<Void> start = membership.start();
        FakeSession session = deployment.connect();
        assertThat(start).isNotDone();
        session.answer(Renewal.JOINED);
        assertThat(start).isCompleted();
        assertThat(told).containsExactly("online", "renewed");
        told.clear();
        return session;
    }

    @Test
    void isThereOnceItHasALease() {
        assertThat(membership.standing()).isNull();

        started();

        assertThat(membership.standing()).isSameAs(last());
        assertThat(last().node()).isEqualTo(membership.sender());
    }

    @Test
    void leavesNothingOpenWhereItCannotConnect() {
        CompletionStage<Void> start = membership.start();

        deployment.refuse();

        assertThat(start).isCompletedExceptionally();
        assertThat(deployment.shutdown).isTrue();
        clock.advance(Duration.ofMinutes(1));
        assertThat(deployment.attempts).hasSize(1);
        assertThat(told).isEmpty();
    }

    @Test
    void leavesNothingOpenWhereRedisRefusesIt() {
        CompletionStage<Void> start = membership.start();
        FakeSession session = deployment.connect();

        session.scripts.get(0).completeExceptionally(new IllegalStateException("NOPERM"));

        assertThat(start).isCompletedExceptionally();
        assertThat(session.closed).isTrue();
        assertThat(deployment.shutdown).isTrue();
        clock.advance(Duration.ofMinutes(1));
        assertThat(deployment.attempts).hasSize(1);
        assertThat(told).isEmpty();
    }

    @Test
    void renewsItsLeaseEveryThirdOfIt() {
        FakeSession session = started();
        for (int i = 2; i < 10; i++) {
            clock.advance(THIRD.minus(MILLI));
            assertThat(session.scripts).hasSize(i - 1);
            clock.advance(MILLI);
            assertThat(session.scripts).hasSize(i);
            session.answer(Renewal.RENEWED);
            assertThat(told).containsExactly("renewed");
            told.clear();
        }
    }

    @Test
    void rejoinsAsAnotherWhereItWasTakenForDead() {
        FakeSession session = started();
        clock.advance(THIRD);

        session.answer(Renewal.FENCED);
        assertThat(membership.standing()).isNull();
        session.answer(Renewal.JOINED);

        assertThat(told).containsExactly("offline", "online", "renewed");
        assertThat(last().node()).isNotEqualTo(membership.sender());
        assertThat(membership.isOwn(last().node())).isTrue();
        assertThat(membership.isOwn(membership.sender())).isTrue();
        assertThat(deployment.attempts).hasSize(1);
    }

    @Test
    void rejoinsAsTheSameWhereRedisHasForgottenIt() {
        FakeSession session = started();
        clock.advance(THIRD);

        session.answer(Renewal.JOINED);
        session.answer(Renewal.JOINED);

        assertThat(told).containsExactly("offline", "online", "renewed");
        assertThat(last().node()).isEqualTo(membership.sender());
    }

    @Test
    void rejoinsOnceHoweverManyFindTheFence() {
        FakeSession session = started();
        Standing fenced = last();

        membership.fenced(fenced);
        membership.fenced(fenced);
        membership.forgotten(fenced);
        session.answer(Renewal.JOINED);
        membership.fenced(fenced);

        assertThat(told).containsExactly("offline", "online", "renewed");
        assertThat(session.scripts).hasSize(2);
    }

    @Test
    void isFencedAgainBeforeItHasALease() {
        FakeSession session = started();
        membership.fenced(last());
        session.answer(Renewal.FENCED);
        session.answer(Renewal.JOINED);

        assertThat(told).containsExactly("offline", "online", "renewed");
        assertThat(membership.standing()).isSameAs(last());
    }

    @Test
    void isAwayUntilTheOthersHearIt() {
        FakeSession session = started();
        clock.advance(Duration.ofSeconds(1));
        deployment.listener.onLost(session, "a connection broke");
        assertThat(told).containsExactly("disconnected", "away since " + clock.now());
        told.clear();

        clock.advance(Connector.FIRST_RETRY);
        deployment.connect().answer(Renewal.RENEWED);
        assertThat(told).containsExactly("online again");
        told.clear();
        membership.gathered(last());

        assertThat(told).containsExactly("back", "renewed");
    }

    @Test
    void renewsItsLeaseWhileItWaitsForTheOthersAndLooksForNoDeadOnes() {
        FakeSession session = started();
        deployment.listener.onLost(session, "a connection broke");
        clock.advance(Connector.FIRST_RETRY);
        FakeSession next = deployment.connect();
        next.answer(Renewal.RENEWED);
        told.clear();

        clock.advance(THIRD);
        next.answer(Renewal.RENEWED);

        assertThat(next.scripts).hasSize(2);
        assertThat(told).isEmpty();
    }

    @Test
    void isNotBackWhereTheConnectionIsOverThatTheOthersWereWaitedForOn() {
        FakeSession session = started();
        deployment.listener.onLost(session, "a connection broke");
        clock.advance(Connector.FIRST_RETRY);
        FakeSession next = deployment.connect();
        next.answer(Renewal.RENEWED);
        Standing over = last();
        deployment.listener.onLost(next, "again");
        told.clear();

        membership.gathered(over);
        clock.advance(Connector.LAST_RETRY);
        deployment.connect().answer(Renewal.RENEWED);
        membership.gathered(over);

        assertThat(told).containsExactly("online again");
    }

    @Test
    void saysOnceThatRedisIsAway() {
        FakeSession session = started();
        Instant since = clock.now();
        deployment.listener.onLost(session, "a connection broke");
        clock.advance(Connector.FIRST_RETRY);
        deployment.refuse();
        clock.advance(Connector.LAST_RETRY);
        FakeSession next = deployment.connect();

        next.scripts.get(0).completeExceptionally(new IllegalStateException("LOADING"));

        assertThat(next.closed).isTrue();
        assertThat(told).containsExactly("disconnected", "away since " + since);
    }

    @Test
    void takesAnErrorForRedisAbsence() {
        FakeSession session = started();

        membership.failed(last(), new IllegalStateException("OOM"));
        membership.failed(last(), new IllegalStateException("OOM"));

        assertThat(session.closed).isTrue();
        assertThat(told).containsExactly("disconnected", "away since " + clock.now());
    }

    @Test
    void losesTheStandingThatItIsAboutToTakeUpAgain() {
        FakeSession session = started();
        membership.fenced(last());

        deployment.listener.onLost(session, "a connection broke");

        assertThat(told).containsExactly("offline", "disconnected", "away since " + clock.now());
    }

    @Test
    void saysGoodByeAndClosesAll() {
        FakeSession session = started();
        CompletableFuture<Void> said = new CompletableFuture<>();

        CompletionStage<Void> stop = membership.stop(standing -> said);
        assertThat(session.closed).isFalse();
        assertThat(membership.standing()).isNull();
        said.complete(null);

        assertThat(stop).isCompleted();
        assertThat(session.closed).isTrue();
        assertThat(deployment.shutdown).isTrue();
        clock.advance(Duration.ofMinutes(1));
        assertThat(session.scripts).hasSize(1);
        assertThat(told).isEmpty();
    }

    @Test
    void waitsForAFarewellNoLongerThanTheTimeOut() {
        FakeSession session = started();

        CompletionStage<Void> stop = membership.stop(standing -> new CompletableFuture<>());
        clock.advance(Duration.ofDays(1).minus(MILLI));
        assertThat(stop).isNotDone();
        clock.advance(MILLI);

        assertThat(stop).isCompleted();
        assertThat(session.closed).isTrue();
    }

    @Test
    void stopsWhereThereIsNobodyToSayGoodByeTo() {
        FakeSession session = started();
        deployment.listener.onLost(session, "a connection broke");

        CompletionStage<Void> stop = membership.stop(standing -> new CompletableFuture<>());

        assertThat(stop).isCompleted();
        assertThat(deployment.shutdown).isTrue();
    }
}
