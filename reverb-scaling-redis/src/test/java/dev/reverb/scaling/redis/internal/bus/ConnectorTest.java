package dev.reverb.scaling.redis.internal.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.scaling.redis.internal.connection.RedisSession;
import dev.reverb.tck.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectorTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration MILLI = Duration.ofMillis(1);

    private final FakeClock clock = new FakeClock();
    private final FakeDeployment deployment = new FakeDeployment();
    private final List<String> told = new ArrayList<>();
    private Connector connector = connector(Duration.ofSeconds(60));

    private Connector connector(Duration lease) {
        BusSettings settings = new BusSettings("reverb", TIMEOUT, lease, MILLI, MILLI, 1, 1, MILLI);
        return new Connector(deployment, settings, clock, clock, Runnable::run, new Topics(), new Owner());
    }

    private final class Topics implements Incoming {

        @Override
        public void onMessage(String topic, byte[] message) {
            told.add("message on " + topic);
        }

        @Override
        public void onSubscribed(String topic) {
            told.add("subscribed " + topic);
        }

        @Override
        public void onUnsubscribed(String topic) {
            told.add("unsubscribed " + topic);
        }
    }

    private final class Owner implements Connector.Owner {

        @Override
        public void connected(RedisSession session) {
            told.add("connected");
        }

        @Override
        public void unreachable(Throwable failure) {
            told.add("unreachable");
        }

        @Override
        public void lost(Throwable failure) {
            told.add("lost: " + failure.getMessage());
        }
    }

    /** The next attempt is made after this time, and not before. */
    private void expectAttemptAfter(Duration wait) {
        int before = deployment.attempts.size();
        clock.advance(wait.minus(MILLI));
        assertThat(deployment.attempts).as("before %s", wait).hasSize(before);
        clock.advance(MILLI);
        assertThat(deployment.attempts).as("after %s", wait).hasSize(before + 1);
    }

    @Test
    void triesAgainAfterEverLongerTimes() {
        connector.connect();
        for (long millis : new long[] {100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000}) {
            deployment.refuse();
            expectAttemptAfter(Duration.ofMillis(millis));
        }
    }

    @Test
    void triesThreeTimesInALeaseAtLeast() {
        connector = connector(Duration.ofMillis(1_500));
        connector.connect();
        for (long millis : new long[] {100, 200, 400, 500, 500}) {
            deployment.refuse();
            expectAttemptAfter(Duration.ofMillis(millis));
        }
    }

    @Test
    void beginsWithShortTimesAgainOnceAllIsWell() {
        connector.connect();
        deployment.refuse();
        expectAttemptAfter(Duration.ofMillis(100));
        FakeSession session = deployment.connect();
        connector.lose(session, new IllegalStateException("no memory"));
        expectAttemptAfter(Duration.ofMillis(200));
        session = deployment.connect();
        connector.isWell();

        connector.lose(session, new IllegalStateException("no memory"));

        expectAttemptAfter(Duration.ofMillis(100));
    }

    @Test
    void givesUpASessionThatDoesNotAnswerInTime() {
        connector.connect();
        FakeSession session = deployment.connect();
        assertThat(session.pings).hasSize(1);

        clock.advance(TIMEOUT);
        assertThat(told).containsExactly("connected");
        clock.advance(TIMEOUT.dividedBy(3));

        assertThat(told).containsExactly("connected", "lost: no answer for 4000 ms");
        assertThat(session.closed).isTrue();
        expectAttemptAfter(Duration.ofMillis(100));
    }

    @Test
    void asksEveryThirdOfTheTimeOutWhereItIsAnswered() {
        connector.connect();
        FakeSession session = deployment.connect();
        for (int i = 1; i < 100; i++) {
            assertThat(session.pings).hasSize(i);
            session.pings.get(i - 1).complete(null);
            clock.advance(TIMEOUT.dividedBy(3));
        }
        assertThat(told).containsExactly("connected");
    }

    @Test
    void takesAnAnswerThatComesJustInTime() {
        connector.connect();
        FakeSession session = deployment.connect();
        clock.advance(TIMEOUT);

        session.pings.get(0).complete(null);
        clock.advance(TIMEOUT);

        assertThat(told).containsExactly("connected");
    }

    @Test
    void givesUpASessionThatAnswersWithAnError() {
        connector.connect();
        FakeSession session = deployment.connect();

        session.pings.get(0).completeExceptionally(new IllegalStateException("refused"));

        assertThat(told).containsExactly("connected", "lost: refused");
        assertThat(session.closed).isTrue();
    }

    @Test
    void hearsOfASessionsEndOnce() {
        connector.connect();
        FakeSession session = deployment.connect();

        deployment.listener.onLost(session, "a connection broke");
        connector.lose(session, new IllegalStateException("and again"));
        session.pings.get(0).completeExceptionally(new IllegalStateException("and again"));
        clock.advance(TIMEOUT.multipliedBy(2));

        assertThat(told).containsExactly("connected", "lost: a connection broke");
        assertThat(deployment.attempts).hasSize(2);
    }

    @Test
    void hearsNothingOfASessionThatIsOver() {
        connector.connect();
        FakeSession old = deployment.connect();
        deployment.listener.onSubscribed(old, "a");
        connector.lose(old, new IllegalStateException("broken"));
        expectAttemptAfter(Duration.ofMillis(100));
        FakeSession session = deployment.connect();
        told.clear();

        deployment.listener.onTopicMessage(old, "a", new byte[0]);
        deployment.listener.onSubscribed(old, "a");
        deployment.listener.onUnsubscribed(old, "a");
        deployment.listener.onTopicMessage(session, "b", new byte[0]);

        assertThat(told).containsExactly("message on b");
    }

    @Test
    void connectsNoMoreOnceItIsStopped() {
        connector.connect();
        deployment.refuse();
        assertThat(connector.stop()).isNull();
        clock.advance(Duration.ofMinutes(1));

        assertThat(deployment.attempts).hasSize(1);
    }

    @Test
    void closesASessionThatComesWhenItIsStopped() {
        connector.connect();
        connector.stop();

        assertThat(deployment.connect().closed).isTrue();
        assertThat(told).isEmpty();
    }

    @Test
    void leavesTheSessionOpenForAFarewell() {
        connector.connect();
        FakeSession session = deployment.connect();

        assertThat(connector.stop()).isSameAs(session);
        clock.advance(Duration.ofMinutes(1));

        assertThat(session.closed).isFalse();
        assertThat(told).containsExactly("connected");
    }
}
