package dev.reverb.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.channel.SocketId;
import dev.reverb.event.EventsMissed;
import dev.reverb.event.ServerListener;
import dev.reverb.event.UserSignedIn;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Listeners that throw, hang, interrupt themselves or take their time, and the end. Every wait is for what must come. */
@Timeout(30)
class EventHubTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final SocketId SOCKET = new SocketId(1, 2);

    private final AtomicInteger dropped = new AtomicInteger();
    private final MetricsRecorder metrics = new MetricsRecorder() {
        @Override
        public void listenerEventsDropped(int events) {
            dropped.addAndGet(events);
        }
    };
    private EventHub hub = EventHub.NONE;

    /** Writes down who signs in, and what is missed. */
    private static class Recorder implements ServerListener {
        final List<String> told = new ArrayList<>();

        @Override
        public void onUserSignedIn(UserSignedIn event) {
            told.add(event.userId());
        }

        @Override
        public void onEventsMissed(EventsMissed event) {
            told.add("missed " + event.count());
        }
    }

    private void start(int maxPending, ServerListener... listeners) {
        hub = new EventHub(List.of(listeners), maxPending, Ticker.system(), metrics);
        hub.start();
    }

    private void signIn(String user) {
        hub.tell(EventKind.USER_SIGNED_IN, time -> new UserSignedIn("app", time, SOCKET, user));
    }

    /** Afterwards the listeners have been told everything, and can be read. */
    private void stop() {
        hub.stop(LONG, Runnable::run).join();
    }

    @AfterEach
    void end() {
        hub.stop(Duration.ZERO, Runnable::run).join();
    }

    @Test
    void eventsComeInOrder() {
        Recorder recorder = new Recorder();
        start(10_000, recorder);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            signIn("u" + i);
            expected.add("u" + i);
        }
        stop();
        assertThat(recorder.told).isEqualTo(expected);
        assertThat(dropped).hasValue(0);
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void sneakyThrow(Throwable any) throws X {
        throw (X) any;
    }

    @Test
    void whatWasLostBeforeItCameHereIsToldAtOnceToWhomItConcerns() throws InterruptedException {
        CountDownLatch missed = new CountDownLatch(1);
        Recorder recorder = new Recorder() {
            @Override
            public void onEventsMissed(EventsMissed event) {
                super.onEventsMissed(event);
                missed.countDown();
            }
        };
        start(1, recorder);
        hub.tellMissed(List.of(EventKind.CHANNEL_VACATED, EventKind.MEMBER_REMOVED), 7);
        hub.tellMissed(List.of(EventKind.CHANNEL_VACATED, EventKind.USER_SIGNED_IN), 5);
        missed.await();
        signIn("a");
        stop();
        assertThat(recorder.told).containsExactly("missed 5", "a");
        assertThat(dropped).hasValue(5);
    }

    @Test
    void oneThatThrowsIsToldTheNext() {
        Recorder recorder = new Recorder() {
            @Override
            public void onUserSignedIn(UserSignedIn event) {
                super.onUserSignedIn(event);
                switch (told.size() % 3) {
                    case 0 -> throw new IllegalStateException(event.userId());
                    case 1 -> throw new StackOverflowError();
                    default -> EventHubTest.<RuntimeException>sneakyThrow(new IOException(event.userId()));
                }
            }
        };
        start(100, recorder);
        List.of("a", "b", "c", "d").forEach(this::signIn);
        stop();
        assertThat(recorder.told).containsExactly("a", "b", "c", "d");
    }

    @Test
    void oneThatInterruptsItselfIsToldTheNext() {
        Recorder recorder = new Recorder() {
            @Override
            public void onUserSignedIn(UserSignedIn event) {
                super.onUserSignedIn(event);
                Thread.currentThread().interrupt();
            }
        };
        start(100, recorder);
        List.of("a", "b", "c", "d").forEach(this::signIn);
        stop();
        assertThat(recorder.told).containsExactly("a", "b", "c", "d");
    }

    /** Takes the first, and no other before it is let go. */
    private static final class Hanging extends Recorder {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch letGo = new CountDownLatch(1);

        @Override
        public void onUserSignedIn(UserSignedIn event) {
            super.onUserSignedIn(event);
            begun.countDown();
            try {
                letGo.await();
            } catch (InterruptedException end) {
                told.add("interrupted");
            }
        }
    }

    @Test
    void whatOneThatHangsMissesIsCountedExactlyAndTold() throws InterruptedException {
        Hanging hanging = new Hanging();
        start(3, hanging);
        signIn("first");
        hanging.begun.await();
        for (int i = 1; i <= 1_000; i++) {
            signIn("u" + i);
        }
        assertThat(dropped).hasValue(997);
        hanging.letGo.countDown();
        stop();
        assertThat(hanging.told).containsExactly("first", "u1", "u2", "u3", "missed 997");
        assertThat(dropped).hasValue(997);
    }

    @Test
    void oneThatHangsHurtsOnlyItself() throws InterruptedException {
        Hanging hanging = new Hanging();
        CountDownLatch all = new CountDownLatch(1_000);
        start(1_000, hanging, new Recorder() {
            @Override
            public void onUserSignedIn(UserSignedIn event) {
                all.countDown();
            }
        });
        for (int i = 0; i < 1_000; i++) {
            signIn("u" + i);
        }
        // While the one hangs.
        all.await();
        hanging.begun.await();
        assertThat(hanging.told).isEqualTo(List.of("u0"));
        hanging.letGo.countDown();
        stop();
        assertThat(hanging.told).hasSize(1_000);
        assertThat(dropped).hasValue(0);
    }

    @Test
    void theEndDoesNotWaitForOneThatHangs() throws InterruptedException {
        Hanging hanging = new Hanging();
        AtomicReference<Thread> thread = new AtomicReference<>();
        CountDownLatch known = new CountDownLatch(1);
        start(10, hanging, new Recorder() {
            @Override
            public void onUserSignedIn(UserSignedIn event) {
                thread.set(Thread.currentThread());
                known.countDown();
            }
        });
        signIn("first");
        signIn("second");
        signIn("third");
        hanging.begun.await();
        known.await();
        BlockingQueue<Runnable> late = new LinkedBlockingQueue<>();
        CompletableFuture<Void> stopped = hub.stop(Duration.ofMillis(1), late::add);
        Runnable end = late.take();
        assertThat(stopped).as("elsewhere than on the thread for time-outs").isNotDone();
        end.run();
        assertThat(stopped).isCompleted();
        Thread other = thread.get();
        assertThat(other.isDaemon()).isTrue();
        assertThat(other.getName()).startsWith("reverb-listener-");
        other.join();
        assertThat(dropped).hasValue(2);
    }

    @Test
    void oneWithoutThreadsEndsAtOnce() {
        hub = new EventHub(List.of(new Recorder()), 10, Ticker.system(), metrics);
        signIn("never told");
        stop();
        assertThat(hub.isWanted(EventKind.USER_SIGNED_IN)).isTrue();
        assertThat(hub.isWanted(EventKind.CHANNEL_CREATED)).isFalse();
    }
}
