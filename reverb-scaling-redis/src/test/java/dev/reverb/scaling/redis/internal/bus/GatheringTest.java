package dev.reverb.scaling.redis.internal.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.scaling.redis.internal.state.TopicMessage;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Gathered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatheringTest {

    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Duration TICK = Duration.ofMillis(5);
    private static final String LAST = "last";

    private final FakeHub hub = new FakeHub();
    private final Subscriber subscriber = new Subscriber(hub::standing, LAST, hub.clock, hub.clock, TICK);
    private final Gathering gathering = new Gathering(hub, subscriber, LAST, hub.clock, LEASE);
    private final List<String> done = new ArrayList<>();
    private FakeSession session;

    @BeforeEach
    void connect() {
        session = new FakeSession();
        hub.standing = session.standing();
        subscriber.online();
    }

    private void reconnect() {
        hub.standing = null;
        subscriber.offline(true);
        connect();
    }

    /** Redis confirms what was asked for. */
    private void confirm(String topic) {
        hub.clock.advance(TICK);
        assertThat(session.subscribed).contains(topic);
        subscriber.subscribed(topic);
        subscriber.answered();
    }

    private void subscribers(long number) {
        session.subscribers = CompletableFuture.completedFuture(number);
    }

    private void note(long number) {
        subscribers(number);
        gathering.takeNote(hub.standing);
        confirm(LAST);
    }

    private void await() {
        gathering.await(hub.standing, () -> done.add("done"));
    }

    @Test
    void waitsUntilAsManyHearAsBefore() {
        note(3);
        reconnect();
        subscribers(1);
        await();
        confirm(LAST);
        hub.clock.advance(Gathering.INTERVAL);
        subscribers(2);
        hub.clock.advance(Gathering.INTERVAL);
        assertThat(done).isEmpty();

        subscribers(3);
        hub.clock.advance(Gathering.INTERVAL);

        assertThat(done).hasSize(1);
    }

    @Test
    void waitsNoLongerThanALeaseAndDoesItOnce() {
        note(2);
        reconnect();
        subscribers(1);
        await();
        confirm(LAST);

        hub.clock.advance(LEASE.minusMillis(1));
        assertThat(done).isEmpty();
        hub.clock.advance(Duration.ofMillis(1));
        assertThat(done).hasSize(1);

        subscribers(2);
        hub.clock.advance(LEASE);
        assertThat(done).hasSize(1);
    }

    @Test
    void hearsItselfFirstHoweverLongThatTakes() {
        subscriber.want("control");
        confirm("control");
        reconnect();
        await();

        hub.clock.advance(LEASE.multipliedBy(3));
        assertThat(done).isEmpty();
        confirm("control");
        assertThat(done).as("the last topic is still to come").isEmpty();
        confirm(LAST);

        assertThat(done).hasSize(1);
    }

    @Test
    void doesNotWaitForTopicsThatAreWantedMeanwhile() {
        await();
        subscriber.want("new");
        confirm(LAST);

        assertThat(done).hasSize(1);
    }

    @Test
    void waitsForOneThatHasJustComeThoughItWasNotCountedYet() {
        note(1);
        gathering.told(2);
        reconnect();
        subscribers(1);
        await();
        confirm(LAST);
        hub.clock.advance(Gathering.INTERVAL);
        assertThat(done).isEmpty();

        subscribers(2);
        hub.clock.advance(Gathering.INTERVAL);

        assertThat(done).hasSize(1);
    }

    @Test
    void waitsForNobodyWhoWasGoneBefore() {
        note(3);
        subscribers(1);
        gathering.takeNote(hub.standing);
        reconnect();
        await();
        confirm(LAST);

        assertThat(done).hasSize(1);
    }

    @Test
    void aNumberThatComesLateTakesNothingBack() {
        note(3);
        gathering.told(2);
        reconnect();
        subscribers(2);
        await();
        confirm(LAST);

        assertThat(done).isEmpty();
    }

    @Test
    void tellsTheOthersOnceInEachSession() {
        note(2);
        gathering.takeNote(hub.standing);
        assertThat(session.published).containsExactly(TopicMessage.unversioned(FakeHub.SELF, 0, new Gathered(2)));

        reconnect();
        await();
        confirm(LAST);

        assertThat(session.published).hasSize(1);
    }

    @Test
    void hasJoinedWhenRedisHasPassedThatOn() {
        session.publishing = new CompletableFuture<>();
        note(1);
        assertThat(gathering.joined()).isNotDone();

        session.publishing.complete(1L);

        assertThat(gathering.joined()).isCompleted();
    }

    @Test
    void nobodyWaitsForItWhereThereIsNobody() {
        gathering.disconnected();

        assertThat(gathering.joined()).isCompleted();
    }

    @Test
    void doesNothingWhereRedisIsAwayAgain() {
        note(2);
        reconnect();
        subscribers(1);
        await();
        confirm(LAST);
        hub.standing = null;

        subscribers(2);
        hub.clock.advance(LEASE);

        assertThat(done).isEmpty();
    }

    @Test
    void takesAQuestionThatFailsForTheEndOfTheConnection() {
        session.subscribers = CompletableFuture.failedFuture(new IllegalStateException("broken"));
        await();
        confirm(LAST);

        assertThat(done).isEmpty();
        assertThat(hub.failures).hasSize(1);
    }
}
