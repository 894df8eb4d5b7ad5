package dev.reverb.scaling.redis.internal.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SubscriberTest {

    private static final Duration TICK = Duration.ofMillis(5);
    private static final String LAST = "last";

    private final FakeHub hub = new FakeHub();
    private final FakeSession session = new FakeSession();
    private final Subscriber subscriber = new Subscriber(hub::standing, LAST, hub.clock, hub.clock, TICK);

    private void connect() {
        hub.standing = session.standing();
        subscriber.online();
    }

    @Test
    void knowsForHowLongATopicIsNotConfirmed() {
        connect();
        subscriber.want("room");
        assertThat(subscriber.unconfirmedFor()).isZero();
        hub.clock.advance(TICK);
        hub.clock.advance(Duration.ofSeconds(3));
        assertThat(subscriber.unconfirmedFor()).isEqualTo(Duration.ofSeconds(3));

        subscriber.subscribed("room");

        assertThat(subscriber.unconfirmedFor()).isZero();
    }

    @Test
    void nothingIsUnconfirmedOfAConnectionThatIsGone() {
        connect();
        subscriber.want("room");
        hub.clock.advance(TICK);
        subscriber.offline(true);
        hub.clock.advance(Duration.ofSeconds(3));

        assertThat(subscriber.unconfirmedFor()).isZero();
    }

    /** Else it would go out with the others on the next connection, and tell other servers too early that this one hears. */
    @Test
    void theLastTopicIsNotWantedOnceTheConnectionIsGone() throws Exception {
        connect();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int i = 0; i < 2_000; i++) {
                Subscriber racing = new Subscriber(hub::standing, LAST, hub.clock, (task, delay) -> () -> {}, TICK);
                racing.want("room");
                racing.online();
                racing.whenWhole(() -> {});
                racing.send();
                CyclicBarrier start = new CyclicBarrier(2);
                Future<?> whole = threads.submit(() -> {
                    start.await();
                    racing.subscribed("room");
                    racing.answered();
                    return null;
                });
                Future<?> gone = threads.submit(() -> {
                    start.await();
                    racing.offline(true);
                    return null;
                });
                whole.get();
                gone.get();
                assertThat(racing.size()).as("the room alone").isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
